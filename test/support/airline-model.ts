import { readFileSync } from "node:fs";
import { bags } from "./airline-model/bags.ts";
import { cancellations } from "./airline-model/cancellations.ts";
import { changes } from "./airline-model/changes.ts";
import { routes } from "./airline-model/routes.ts";
import type { Script, ScriptedReply } from "./airline-model/script.ts";
import type { StandInReply, StandInRequest } from "./stand-in.ts";

interface Conversation {
  readonly id: string;
  /** All that the user says, those messages first that come before the first turn. */
  readonly said: readonly string[];
  /** How many of them come before it. */
  readonly before: number;
}

const CASES = new URL("../../evals/airline.jsonl", import.meta.url);
const SCRIPT: Script = { ...routes, ...cancellations, ...changes, ...bags };

/**
 * A model for the stand-in that knows the conversations of the airline suite by what the user said, and answers each from
 * its script. What it was not written for, it refuses by a 400 that says so.
 */
export function airlineModel(): (request: StandInRequest) => StandInReply {
  const conversations = readConversations();
  const seen = new Set<string>();

  return ({ body }) => {
    const reply = scriptedReply(body, conversations);
    if (typeof reply === "string") return { status: 400, raw: errorBody(reply) };
    const request = JSON.stringify(body);
    if (reply.busy !== true || seen.delete(request)) return reply;
    seen.add(request);
    return {
      status: 429,
      headers: { "retry-after-ms": "1" },
      raw: errorBody("Too many requests; try again in a millisecond."),
    };
  };
}

/** The reply that is due, or what is wrong. */
function scriptedReply(
  { messages, tools = [] }: StandInRequest["body"],
  conversations: readonly Conversation[],
): ScriptedReply | string {
  const said = messages.filter(({ role }) => role === "user").map(text);
  const latest = said.at(-1) ?? "";
  const found = conversations.filter((each) => said.every((words, at) => words === each.said[at]));
  const [conversation] = found;
  if (conversation === undefined)
    return `No case of the airline suite has a user who says ${JSON.stringify(latest)} here.`;
  if (found.length > 1)
    return `${found.map(({ id }) => id).join(" and ")} begin alike: let their users say it differently.`;
  const turn = said.length - conversation.before;
  const since = messages.slice(messages.findLastIndex(({ role }) => role === "user"));
  const number = since.filter(({ role }) => role === "assistant").length + 1;
  const reply = SCRIPT[conversation.id]?.[turn - 1]?.[number - 1];
  if (reply === undefined)
    return `The script of ${conversation.id} has no reply ${number} in turn ${turn}.`;
  const offered = tools.map((tool) => tool.function.name);
  const missing = reply.calls?.find(
    (call) => call.unknown !== true && !offered.includes(call.name),
  );
  return missing === undefined
    ? reply
    : `The script of ${conversation.id} calls ${missing.name} in turn ${turn}, where it is not offered; these are: ${offered.join(", ") || "none"}.`;
}

/** As much of a case as tells it from others; the CLI has checked the rest. */
interface CaseLine {
  readonly id: string;
  readonly user?: unknown;
  readonly turns?: readonly { readonly user: unknown }[];
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
}

function readConversations(): Conversation[] {
  const lines = readFileSync(CASES, "utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const { id, user, turns = [{ user }], messages = [] } = JSON.parse(line) as CaseLine;
      const before = messages.filter(({ role }) => role === "user").map(text);
      const played = turns.map((turn) => text({ content: turn.user }));
      return { id, said: [...before, ...played], before: before.length };
    });
}

/** A message's words, and its pictures by their addresses. */
function text({ content }: { readonly content: unknown }): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}

function errorBody(message: string): string {
  return JSON.stringify({ error: { message, type: "stand_in", param: null, code: null } });
}
