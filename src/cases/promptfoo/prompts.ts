import { field, isRecord, parseIfJson, textField } from "../../json/value.ts";
import type { Case } from "../case.ts";
import { allFilledIn, filledIn, type Variables } from "./variables.ts";

/** What promptfoo asks of a config without prompts. */
export const TEMPLATE = "{{prompt}}";

interface Asked {
  readonly user: string;
  readonly messages?: Case["messages"];
}

/** What the user says by a prompt, and the messages before it; or why that cannot be told. */
export function conversationOf(prompt: unknown, variables: Variables): Asked | string {
  const template =
    typeof prompt === "string" ? prompt : (textField(prompt, "raw") ?? textField(prompt, "id"));
  if (template === undefined || /^file:\/\/|\.(?:txt|json|md|js|ts|py)(?::\w+)?$/.test(template))
    return "its prompt is in a file of its own, or made by a program";
  const chat = parseIfJson(template);
  const messages = Array.isArray(chat) ? chat.filter(isRecord) : undefined;
  if (messages === undefined) {
    const user = filledIn(template, variables);
    return user === undefined ? UNFILLED : { user };
  }
  const filled = allFilledIn(messages, variables) as Case["messages"] | undefined;
  const last = filled?.at(-1);
  const user = textField(last, "content");
  if (filled === undefined || user === undefined) return UNFILLED;
  if (field(last, "role") !== "user") return "its prompt does not end with a message of the user";
  // Instructions are those of the agents that play the case.
  const before = filled.slice(0, -1).filter(({ role }) => role !== "system");
  return { user, ...(before.length === 0 ? {} : { messages: before }) };
}

const UNFILLED = "its prompt needs a template engine, or a variable that it does not have";
