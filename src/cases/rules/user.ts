import { anyOf, described } from "../../json/described.ts";
import { mustBe, type JsonSchema } from "../../json/fault.ts";
import {
  also,
  chosen,
  count,
  list,
  object,
  openObject,
  string,
  trueOrFalse,
} from "../../json/rules.ts";
import { isRecord } from "../../json/value.ts";
import type { SimulatedUser } from "../case.ts";
import { name } from "./matcher.ts";

const SILENT = "the user says nothing";

const textPart = openObject({ type: string(), text: string(SILENT) });
const otherPart = openObject({ type: string("it is empty") });

/** A content part of Chat Completions; its type says what else is in it. */
const part = chosen(
  (value) => (isRecord(value) && value["type"] === "text" ? textPart : otherPart),
  [textPart, also(otherPart, () => undefined, { not: typeIs("text") })],
);

function typeIs(type: string): JsonSchema {
  return { properties: { type: { const: type } } };
}

const parts = list(part, SILENT);
const text = string(SILENT);

/** The content of a message of the user: a string, or content parts. */
export const userContent = described(
  (value) => {
    if (typeof value === "string") return text(value);
    return Array.isArray(value)
      ? parts(value)
      : mustBe("a string or a list of content parts", value);
  },
  anyOf([text, parts]),
);

/** A user whom a model plays. */
export const simulatedUser = object<SimulatedUser>(
  { goal: string("it is empty: say what the user is after") },
  { persona: string("it is empty"), model: name, max_turns: count(1), judge: trueOrFalse },
  {
    content: 'A message of the user is a text or a list of content parts: "user":"…".',
  },
);
