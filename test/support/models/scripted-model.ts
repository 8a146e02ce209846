import { readFileSync } from "node:fs";
import { filledIn } from "../filled-in.ts";
import type { Script, ScriptedReply } from "../script.ts";
import type { StandInMessage, StandInReply, StandInRequest } from "../stand-in.ts";

/** Plays a provider for the stand-in. */
export type Model = (request: StandInRequest) => StandInReply;

/** By its rubric, what a reply has to say for the judge to pass it. */
export type Rubrics = Readonly<Record<string, RegExp>>;

/** What a model says that was not told what its reply rests on. */
export const AT_A_LOSS: ScriptedReply = { say: "I do not know: nobody told me." };

/** By the case's id, what a simulated user says turn by turn. */
type UserWords = Readonly<Record<string, readonly Pick<ScriptedReply, "say">[]>>;

interface Conversation {
  readonly id: string;
  /** All that the user says, those messages first that come before the first turn. */
  readonly said: readonly string[];
  /** How many of them come before it. */
  readonly before: number;
}

/**
 * A model for the stand-in that knows the conversations of a suite by what the user said, and answers each from its
 * script. Where a reply is to be judged, it is the judge. What it was not written for, it refuses by a 400 that says so.
 */
export function scriptedModel(
  suite: string,
  script: Script,
  { rubrics = {}, users = {} }: { readonly rubrics?: Rubrics; readonly users?: UserWords } = {},
): Model {
  const conversations = readConversations(suite, users);
  const seen = new Set<string>();

  return ({ path, body }) => {
    if (!path.endsWith("/chat/completions")) return refused(`Nothing answers at ${path}.`);
    if (body["response_format"] !== undefined) return judged(body.messages, rubrics);
    const reply = scriptedReply(body);
    if (typeof reply === "string") return refused(reply);
    const request = JSON.stringify(body);
    if (reply.busy !== true || seen.delete(request)) return reply;
    seen.add(request);
    const busy = refused("Too many requests; try again in a millisecond.");
    return { ...busy, status: 429, headers: { "retry-after-ms": "1" } };
  };

  /** The reply that is due, or what is wrong. */
  function scriptedReply({ messages, tools = [] }: StandInRequest["body"]): ScriptedReply | string {
    const said = messages.filter(({ role }) => role === "user").map(text);
    const latest = said.at(-1) ?? "";
    const found = conversations.filter((one) => said.every((words, at) => words === one.said[at]));
    const [conversation] = found;
    if (conversation === undefined)
      return `No case of the ${suite} suite has a user who says ${JSON.stringify(latest)} here.`;
    if (found.length > 1)
      return `${found.map(({ id }) => id).join(" and ")} begin alike: let their users say it differently.`;
    const turn = said.length - conversation.before;
    const since = messages.slice(messages.findLastIndex(({ role }) => role === "user"));
    const number = since.filter(({ role }) => role === "assistant").length + 1;
    const reply = script[conversation.id]?.[turn - 1]?.[number - 1];
    if (reply === undefined)
      return `The script of ${conversation.id} has no reply ${number} in turn ${turn}.`;
    if (
      !isTold(
        reply,
        messages.filter(({ role }) => role === "system"),
      )
    )
      return AT_A_LOSS;
    const offered = tools.map((tool) => tool.function.name);
    const missing = reply.calls?.find(
      (call) => call.unknown !== true && !offered.includes(call.name),
    );
    if (missing !== undefined)
      return `The script of ${conversation.id} calls ${missing.name} in turn ${turn}, where it is not offered; these are: ${offered.join(", ") || "none"}.`;
    return filledIn(reply, since.filter(({ role }) => role === "tool").map(text));
  }
}

/** Whether one of these messages says what a reply rests on, if it does on anything. */
export function isTold({ told }: ScriptedReply, messages: readonly StandInMessage[]): boolean {
  return told === undefined || messages.some(({ content }) => content?.includes(told));
}

/** The verdict on the reply that the last message holds, by the rubric that ends the first. */
function judged(messages: readonly StandInMessage[], rubrics: Rubrics): StandInReply {
  const task = messages[0]?.content ?? "";
  const [rubric, passes] = Object.entries(rubrics).find(([words]) => task.endsWith(words)) ?? [];
  if (passes === undefined) return refused(`No rubric is known that ends: ${task.slice(-80)}`);
  const { reply } = JSON.parse(messages.at(-1)?.content ?? "") as { reply: { says: string } };
  const [reason, verdict] = passes.test(reply.says)
    ? [`It does: ${rubric}`, "passed"]
    : [`It does not: ${rubric}`, "failed"];
  return { say: JSON.stringify({ reason, verdict }) };
}

/** As much of a case as tells it from others; the CLI has checked the rest. */
interface CaseLine {
  readonly id: string;
  readonly user?: unknown;
  readonly turns?: readonly { readonly user: unknown }[];
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
}

function readConversations(suite: string, users: UserWords): Conversation[] {
  const file = new URL(`../../../evals/${suite}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const { id, user, turns = [{ user }], messages = [] } = JSON.parse(line) as CaseLine;
      const before = messages.filter(({ role }) => role === "user").map(text);
      const script = users[id]?.map(({ say = "" }) => say);
      const played = script ?? turns.map((turn) => text({ content: turn.user }));
      return { id, said: [...before, ...played], before: before.length };
    });
}

/** A message's words, and its pictures by their addresses. */
function text({ content }: { readonly content: unknown }): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}

/** An answer that refuses a request, as the API words it. */
export function refused(message: string): { readonly status: number; readonly raw: string } {
  const error = { message, type: "stand_in", param: null, code: null };
  return { status: 400, raw: JSON.stringify({ error }) };
}
