import { faulty } from "../../json/fault.ts";
import type { Rule } from "../../json/fault.ts";
import { lossFaults } from "../../json/loss.ts";
import { also, chosen, list, object, string } from "../../json/rules.ts";
import type { UserContent, Case } from "../case.ts";
import { describeFaults } from "../reading/explain-fault.ts";
import { CaseFileError } from "../reading/problem.ts";
import { findSyntaxError } from "../reading/syntax-error.ts";
import type { CaseLine } from "../rules/case-line.ts";
import { message, userContent } from "../rules/message-rule.ts";
import { newId } from "./new-id.ts";

/** Reads a JSON file of Swarm's own cases. `agent` is where they start, if not at the entry agent. Throws CaseFileError. */
export function readSwarmCases(text: string, file: string, agent: string | undefined): CaseLine[] {
  const value = parse(text, file);
  const faults = [...lossFaults(text), ...swarmCasesRule(value)];
  if (faults.length > 0) {
    throw new CaseFileError(
      describeFaults(faults, text).map(({ column, message }) => ({
        file,
        ...placeInText(text, column - 1),
        message,
      })),
    );
  }
  const ids = new Set<string>();
  return (value as SwarmCase[]).map((given) => {
    const id = newId(wordsOf(userOf(given)), (name) => ids.has(name));
    ids.add(id);
    return swarmCase(given, id, agent);
  });
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const { offset, reason } = findSyntaxError(text, (error as Error).message);
    throw new CaseFileError([
      { file, ...placeInText(text, offset), message: `this is not JSON: ${reason}.` },
    ]);
  }
}

function wordsOf(content: UserContent): string {
  if (typeof content === "string") return content;
  return content.map((part) => ("text" in part ? String(part.text) : "")).join(" ");
}

/** The line and column of an offset into a text, both from 1. */
export function placeInText(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}

/** A case of Swarm's example evals. */
export interface SwarmCase {
  /** Messages as Chat Completions has them; a text alone is what the user says. */
  readonly conversation: string | readonly (string | ConversationMessage)[];
  /** The first tool that is called; `"None"` or null where none is. */
  readonly function: string | null;
}

type ConversationMessage = Case["messages"][number];

const text = string("the user says nothing");
const said = chosen((value) => (typeof value === "string" ? text : message));

const conversation = chosen((value) =>
  typeof value === "string" ? text : also(list(said, "nothing is said"), problemOf),
);

function problemOf(messages: readonly (string | ConversationMessage)[]): string | undefined {
  if (messages.length > 1 && messages.some((each) => typeof each === "string"))
    return 'of several texts it must be said whose each is: {"role":"user","content":"…"}';
  const { role, content } = asMessage(messages.at(-1) ?? "");
  if (role !== "user") return "it must end with what the user says, for that is what is answered";
  return userContent(content).length > 0 ? "what the user says last is empty" : undefined;
}

const called: Rule = (value) =>
  value === null || (typeof value === "string" && value !== "")
    ? []
    : faulty('it must be the name of a tool, or "None"');

/** What a file of Swarm's cases must be. */
export const swarmCasesRule: Rule = list(
  object<SwarmCase>({ conversation, function: called }, {}),
  "it holds no cases",
);

/**
 * A case that checks what Swarm's evals check: the tool that the first reply calls. Nothing is executed, so one
 * completion is all that is asked for. A reply that calls more than that tool fails (docs/decisions/0006).
 */
export function swarmCase(given: SwarmCase, id: string, agent: string | undefined): CaseLine {
  const messages = messagesOf(given);
  const name = given.function;
  return {
    id,
    ...(agent === undefined ? {} : { agent }),
    ...(messages.length > 1 ? { messages: messages.slice(0, -1) } : {}),
    execute_tools: false,
    user: userOf(given),
    expect: { tool_calls: name === null || name === "None" ? [] : [name] },
  };
}

/** What the user says last. */
export function userOf(given: SwarmCase): UserContent {
  return messagesOf(given).at(-1)?.["content"] as UserContent;
}

function messagesOf({ conversation: given }: SwarmCase): readonly ConversationMessage[] {
  return typeof given === "string" ? [asMessage(given)] : given.map(asMessage);
}

function asMessage(given: string | ConversationMessage): ConversationMessage {
  return typeof given === "string" ? { role: "user", content: given } : given;
}
