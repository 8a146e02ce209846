import { mustBe, NO_FAULTS } from "../../json/fault.ts";
import type { Rule } from "../../json/fault.ts";
import { isRecord } from "../../json/value.ts";
import { also, chosen, list, oneOf, openObject, string } from "../../json/rules.ts";

const SILENT = "the user says nothing";

const textPart = openObject({ type: string(), text: string(SILENT) });
const otherPart = openObject({ type: string("it is empty") });

/** A content part of Chat Completions; its type says what else is in it. */
const part = chosen((value) =>
  isRecord(value) && value["type"] === "text" ? textPart : otherPart,
);

const parts = list(part, SILENT);
const text = string(SILENT);

/** What a user says: a string, or content parts. */
export const userContent: Rule = (value) => {
  if (typeof value === "string") return text(value);
  return Array.isArray(value) ? parts(value) : mustBe("a string or a list of content parts", value);
};

const content: Rule = (value) =>
  typeof value === "string" || Array.isArray(value)
    ? NO_FAULTS
    : mustBe("a string or a list of content parts", value);

const ROLES = ["system", "developer", "user", "assistant", "tool"];
const unknownRole = openObject({ role: oneOf(ROLES) });
const said = openObject({ content });
const answered = openObject({ tool_call_id: string("it is empty"), content });
const replied = also(openObject({}), (message: Readonly<Record<string, unknown>>) =>
  ["content", "tool_calls", "refusal", "audio", "function_call"].some((key) => key in message)
    ? undefined
    : "the assistant neither says nor calls anything: give it content or tool_calls",
);

/** A message that was said before the first turn, as Chat Completions has it; what providers add to it is let through. */
export const message: Rule = chosen((value) => {
  const role = isRecord(value) ? value["role"] : undefined;
  if (role === "assistant") return replied;
  if (role === "tool") return answered;
  return ROLES.includes(role as string) ? said : unknownRole;
});
