import { FAULTLESS } from "../../json/fault.ts";
import type { Rule } from "../../json/fault.ts";
import { isRecord } from "../../json/is-record.ts";
import { openObject } from "../../json/object-rule.ts";
import { also, chosen, list, mustBe, oneOf, string } from "../../json/rules.ts";

const SILENT = "the user says nothing";

const textPart = openObject({ type: string(), text: string(SILENT) });
const otherPart = openObject({ type: string("it is empty") });

/** A content part of Chat Completions; its type says what else is in it. */
const part = chosen((value) =>
  isRecord(value) && value["type"] === "text" ? textPart : otherPart,
);

const parts = list(part, SILENT);
const text = string(SILENT);

/** The content of a message of the user: a string, or content parts. */
export const userContent: Rule = (value) => {
  if (typeof value === "string") return text(value);
  return Array.isArray(value) ? parts(value) : mustBe("a string or a list of content parts", value);
};

const content: Rule = (value) =>
  typeof value === "string" || Array.isArray(value)
    ? FAULTLESS
    : mustBe("a string or a list of content parts", value);

const ROLES = ["system", "developer", "user", "assistant", "tool"];
const unknownRole = openObject({ role: oneOf(ROLES) });
const contentMessage = openObject({ content });
const toolMessage = openObject({ tool_call_id: string("it is empty"), content });
const assistantMessage = also(openObject({}), (message: Readonly<Record<string, unknown>>) =>
  ["content", "tool_calls", "refusal", "audio", "function_call"].some((key) => key in message)
    ? undefined
    : "the assistant neither says nor calls anything: give it content or tool_calls",
);

/** An earlier message, as Chat Completions has it; keys that providers add are allowed. */
export const message: Rule = chosen((value) => {
  const role = isRecord(value) ? value["role"] : undefined;
  if (role === "assistant") return assistantMessage;
  if (role === "tool") return toolMessage;
  return ROLES.includes(role as string) ? contentMessage : unknownRole;
});
