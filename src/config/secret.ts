import { faulty, mustBe, NO_FAULTS, type Fault } from "../json/fault.ts";

/** Texts of which no pattern of secrets may take anything: words, a sentence, JSON, a date, an id of the API. */
const ORDINARY: readonly string[] = [
  "",
  "the",
  "Hello!",
  "I want to cancel my flight, please.",
  '{"a":1}',
  '{"role":"user","content":"Hello!"}',
  '{"id":"chatcmpl-1","choices":[{"index":0,"finish_reason":"stop"}],"usage":{"total_tokens":31}}',
  "2026-01-31T12:00:00Z",
  "POST /chat/completions",
  "[redacted]",
];

/** What `secrets` may list: a name, or a pattern that takes out secrets and not whatever is written. */
export function secret(value: unknown): readonly Fault[] {
  if (value instanceof RegExp) return patternFaults(value);
  if (typeof value !== "string")
    return mustBe("the name of a variable, field or header, or a regular expression", value);
  if (!/[a-z0-9]{2}/i.test(value)) return faulty(`${JSON.stringify(value)} is not a name`);
  return EVERYWHERE.has(value.toLowerCase())
    ? faulty(`every message has a field ${JSON.stringify(value)}, so nothing would be left of it`)
    : NO_FAULTS;
}

/** Fields without which a chat completion says nothing. */
const EVERYWHERE = new Set(
  "role content name type model messages choices message delta finish_reason arguments tool_calls function id index object".split(
    " ",
  ),
);

function patternFaults(pattern: RegExp): readonly Fault[] {
  const taken = ORDINARY.find((text) =>
    new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, "")).test(text),
  );
  if (taken === undefined) return NO_FAULTS;
  const what =
    taken === "" ? "the empty text, which is everywhere" : `ordinary text, such as ${taken}`;
  return faulty(`${String(pattern)} would take out ${what}. Write a pattern that only secrets fit`);
}
