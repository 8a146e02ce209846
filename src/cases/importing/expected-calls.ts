import { isRecord, parseIfJson } from "../../json/value.ts";
import { isMatcher } from "../matchers.ts";
import type { CallListLine } from "../rules/case-line.ts";

/** A call that was made, as far as somebody kept it. */
export interface MadeCall {
  readonly name: string;
  /** Parsed, or the raw text if it is not JSON. */
  readonly arguments: unknown;
  readonly agent?: string | undefined;
  /** Undefined if it did not fail. */
  readonly error?: unknown;
  /** The agent that it handed to. */
  readonly to?: string | undefined;
}

/** A call as a person would expect it: a handoff without arguments by its name alone, for the route says the rest. */
export function expectedCall({
  name,
  agent,
  error,
  to,
  arguments: args,
}: MadeCall): CallListLine[number] {
  const bare = JSON.stringify(args) === "{}";
  const expected = {
    ...(bare ? {} : { arguments: expectedArguments(args) }),
    ...(agent === undefined ? {} : { agent }),
    ...(error === undefined ? {} : { error: true }),
  };
  const isByName = (bare && to !== undefined) || Object.keys(expected).length === 0;
  return isByName ? name : { name, ...expected };
}

/** A custom tool may be given the text of an object, which a case would not take for a text that is meant. */
function expectedArguments(args: unknown): unknown {
  const looksParsed = typeof args === "string" && isRecord(parseIfJson(args));
  return looksParsed ? { $one_of: [args] } : literal(args);
}

/** A value as a case spells it; `$any` for an object like a matcher or a number with too many digits. */
export function literal(value: unknown): unknown {
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) return { $any: true };
  if (Array.isArray(value)) return value.map(literal);
  if (!isRecord(value)) return value;
  if (isMatcher(value)) return { $any: true };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)]));
}
