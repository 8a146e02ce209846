import { readFileSync } from "node:fs";
import { filledIn } from "../../filled-in.ts";
import { say, type ScriptedReply } from "../../script.ts";
import type { StandInMessage, StandInReply } from "../../stand-in.ts";
import { AT_A_LOSS, isTold, refused, type Model } from "../scripted-model.ts";
import { seenIn } from "./pictures.ts";

/** A reply, or the status by which the provider refuses it. */
export type MemberReply = ScriptedReply | { readonly status: number };

/**
 * What members say in each conversation, by the case's id and the member's name: for each time that it has the floor its
 * replies, in order. Who chooses the next speaker has a list for each round: what it answers, and answers if asked again.
 */
export type TeamScript = Readonly<
  Record<string, Readonly<Record<string, readonly (readonly MemberReply[])[]>>>
>;

/** Times on the floor in which each takes a single reply: words, or a reply as it is. */
export function each(
  ...replies: readonly (string | MemberReply)[]
): readonly (readonly MemberReply[])[] {
  return replies.map((reply) => [typeof reply === "string" ? say(reply) : reply]);
}

/**
 * A model for the stand-in that knows the teams of a suite: the case by what its user says first, or by the task that a
 * scripted call gives; the member by the beginning of its instructions. What it was not written for, it refuses by a 400.
 */
export function teamModel(suite: string, script: TeamScript): Model {
  const file = new URL(`../../../../evals/${suite}.jsonl`, import.meta.url);
  const cases = readFileSync(file, "utf8").split("\n").filter(Boolean).map(readCase);

  return ({ path, body: { messages } }) => {
    if (!path.endsWith("/chat/completions")) return refused(`Nothing answers at ${path}.`);
    const seen = messages.map((one) => ({ ...one, content: seenIn(one.content) }));
    const [system, ...heard] = seen;
    const texts = new Set(heard.map(({ content }) => content));
    const found = cases.find(({ id, users: [user = ""] }) => {
      const begins = [user, ...tasksIn(Object.values(script[id] ?? {}).flat(2))];
      return begins.some((words) => texts.has(words));
    });
    if (found === undefined) return refused(`No case of the ${suite} suite begins like this.`);
    const members = script[found.id] ?? {};
    const name = Object.keys(members).find((one) => system?.content?.startsWith(`You are ${one}.`));
    if (name === undefined)
      return refused(`The script of ${found.id} has nothing for: ${system?.content}`);
    const [time, number] = dueIn(heard, found.users);
    const reply = members[name]?.[time]?.[number];
    if (reply === undefined)
      return refused(
        `The script of ${found.id} has no reply ${number + 1} of ${name}'s time ${time + 1}.`,
      );
    return answered(reply, seen);
  };
}

/** How often it has had the floor before, and how many replies it has given since it was given the floor. */
function dueIn(
  heard: readonly StandInMessage[],
  users: readonly string[],
): [time: number, reply: number] {
  // What the user says may be the words of whoever begins a chat.
  const own = heard.filter(
    ({ role, content }) => role === "assistant" && !users.includes(content ?? ""),
  );
  const question = heard.findIndex(({ content }) => content?.includes("should speak next?"));
  if (question >= 0) return [question - 1, own.length];
  const isOver = ({ tool_calls: calls = [] }: StandInMessage): boolean => calls.length === 0;
  return [own.filter(isOver).length, own.length - 1 - own.findLastIndex(isOver)];
}

function answered(reply: MemberReply, messages: readonly StandInMessage[]): StandInReply {
  if ("status" in reply) return { ...refused("The line is down."), status: reply.status };
  if (!isTold(reply, messages)) return AT_A_LOSS;
  const since = messages.slice(messages.findLastIndex(({ role }) => role === "user"));
  const answers = since.filter(({ role }) => role === "tool").map(({ content }) => content ?? "");
  return filledIn(reply, answers);
}

function tasksIn(replies: readonly MemberReply[]): string[] {
  const calls = replies.flatMap((reply) => ("calls" in reply ? (reply.calls ?? []) : []));
  return calls.flatMap(({ arguments: args }) =>
    typeof args === "object" && "task" in args ? [String(args.task)] : [],
  );
}

function readCase(line: string): { readonly id: string; readonly users: readonly string[] } {
  const { id, user, turns } = JSON.parse(line) as {
    readonly id: string;
    readonly user?: unknown;
    readonly turns?: readonly { readonly user: unknown }[];
  };
  return { id, users: (turns ?? [{ user }]).map((turn) => seenIn(turn.user)) };
}
