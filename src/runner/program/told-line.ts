import type { Case } from "../../cases/case.ts";
import { faultText } from "../../json/fault.ts";
import { anything, dictionary, object, string } from "../../json/rules.ts";
import { isRecord, parseIfJson } from "../../json/value.ts";
import type { Content, ContextVariables } from "../../trajectory/trajectory.ts";
import { cut } from "../../text/printable.ts";
import { TrialAbort } from "../errors.ts";

/** A line that a program reads: what the user says. */
export interface UserLine {
  readonly user: Content;
}

/** The line before the first of these: how the conversation begins. It comes where the case says something of that. */
export type BeginningLine = Partial<
  Pick<Case, "agent" | "context_variables" | "messages" | "world">
>;

/** What a case says of how its conversation begins; undefined if it says nothing. */
export function beginningOf(testCase: Case): BeginningLine | undefined {
  const { agent, context_variables: variables, messages, world } = testCase;
  const line = {
    ...(agent === undefined ? {} : { agent }),
    ...(Object.keys(variables).length === 0 ? {} : { context_variables: variables }),
    ...(messages.length === 0 ? {} : { messages }),
    ...(world === undefined ? {} : { world }),
  };
  return Object.keys(line).length === 0 ? undefined : line;
}

/** A line that a program writes: how things stand and, at the end of a turn, its reply. */
export interface ToldLine {
  readonly reply?: string;
  /** Who is active. */
  readonly agent?: string;
  /** All of them. */
  readonly context_variables?: ContextVariables;
  readonly state?: unknown;
}

const KEYS = {
  reply: string(),
  agent: string("it is empty"),
  context_variables: dictionary(anything),
  state: anything,
};

const rule = object<ToldLine>({}, KEYS);

/**
 * Reads a line of a program's standard output; undefined for what it only prints: all that is not an object with one of
 * the keys. Throws TrialAbort for such an object that cannot be used.
 */
export function readTold(line: string): ToldLine | undefined {
  const value = line.startsWith("{") ? parseIfJson(line) : undefined;
  if (!isRecord(value) || !Object.keys(value).some((key) => key in KEYS)) return undefined;
  const [fault] = rule(value);
  if (fault === undefined) return value as ToldLine;
  throw new TrialAbort(
    "agents_module",
    `The program wrote a line that cannot be used: ${faultText(fault)}. It was: ${cut(line, 300)}`,
  );
}
