import { faulty, type Rule } from "../../json/fault.ts";
import { also, chosen, list, object, string } from "../../json/rules.ts";
import type { UserContent, Case } from "../case.ts";
import type { CaseLine } from "../rules/case-line.ts";
import { message } from "../rules/case.ts";
import { userContent } from "../rules/user.ts";
import { newId, wordsOf } from "./new-id.ts";
import { readJson } from "./read-json.ts";

/**
 * Reads a JSON file of Swarm's own cases, which check the tool that the first reply calls. Nothing is executed, so only
 * one completion is asked for. A reply that calls more than that tool fails (docs/decisions/0006). Cases start at `agent`,
 * if it is given. Throws CaseFileError.
 */
export function readSwarmCases(text: string, file: string, agent: string | undefined): CaseLine[] {
  const read = readJson<readonly SwarmCase[]>(text, file, swarmCasesRule);
  const ids = new Set<string>();
  return read.map(({ conversation, function: name }) => {
    const messages = typeof conversation === "string" ? [conversation] : conversation;
    const [user, ...earlier] = messages.map(asMessage).toReversed();
    const content = user?.["content"] as UserContent;
    const id = newId(wordsOf(content), (taken) => ids.has(taken));
    ids.add(id);
    return {
      id,
      ...(agent === undefined ? {} : { agent }),
      ...(earlier.length > 0 ? { messages: earlier.toReversed() } : {}),
      execute_tools: false,
      user: content,
      expect: { tool_calls: name === null || name === "None" ? [] : [name] },
    };
  });
}

/** A case of Swarm's example evals. */
interface SwarmCase {
  /** Messages as Chat Completions has them; a text alone is a message of the user. */
  readonly conversation: string | readonly (string | ConversationMessage)[];
  /** The tool that the first reply calls; `"None"` or null if none. */
  readonly function: string | null;
}

type ConversationMessage = Case["messages"][number];

const text = string("the user says nothing");
const entry = chosen((value) => (typeof value === "string" ? text : message));

const conversation = chosen((value) =>
  typeof value === "string" ? text : also(list(entry, "it is empty"), problemOf),
);

function problemOf(messages: readonly (string | ConversationMessage)[]): string | undefined {
  if (messages.length > 1 && messages.some((each) => typeof each === "string"))
    return 'if there are several texts, each needs a role: {"role":"user","content":"…"}';
  const { role, content } = asMessage(messages.at(-1) ?? "");
  if (role !== "user") return "it must end with a message of the user, for the agents to answer";
  return userContent(content).length > 0 ? "the last message of the user is empty" : undefined;
}

const called: Rule = (value) =>
  value === null || (typeof value === "string" && value !== "")
    ? []
    : faulty('it must be the name of a tool, or "None"');

const swarmCasesRule: Rule = list(
  object<SwarmCase>({ conversation, function: called }, {}),
  "it holds no cases",
);

function asMessage(given: string | ConversationMessage): ConversationMessage {
  return typeof given === "string" ? { role: "user", content: given } : given;
}
