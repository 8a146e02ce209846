import { readFileSync } from "node:fs";
import { call, say, type ScriptedReply } from "../script.ts";
import { isTold, refused, type Model } from "./scripted-model.ts";

/** What the user of each case says in each of its turns, by the case's id; the last may end the conversation. */
export type UserScript = Readonly<Record<string, readonly ScriptedReply[]>>;

const PASSES = say('{"reason":"It was right to end.","verdict":"passed"}');

const GIVES_UP = call("end_conversation", { reason: "gave_up" });

/**
 * A model that plays the users of a suite by a script, each known by its goal, and has another play the agents that they
 * talk to. A user gives up that is not told what its next words rest on; whoever judges that finds it right.
 */
export function simulatedUsers(suite: string, script: UserScript, agents: Model): Model {
  const file = new URL(`../../../evals/${suite}.jsonl`, import.meta.url);
  const cases = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { readonly id: string; readonly user: { goal: string } });

  return (request) => {
    const { messages } = request.body;
    const goal = messages[0]?.content ?? "";
    if (goal.startsWith("A model plays a user")) return PASSES;
    if (!goal.startsWith("You play a user")) return agents(request);
    const id = cases.find(({ user }) => goal.includes(user.goal))?.id ?? "";
    const turn = messages.filter(({ role }) => role === "assistant").length + 1;
    const reply = script[id]?.[turn - 1];
    if (reply === undefined)
      return refused(`No user of the ${suite} suite has words for turn ${turn} of "${id}".`);
    return isTold(reply, messages) ? reply : GIVES_UP;
  };
}
