import { isRecord } from "../json/value.ts";
import { expectationsOf, type Case } from "./case.ts";
import type { CallPattern, CustomCheckExpectation, Expectation } from "./expectation.ts";
import { guardedKeys } from "./guarded-keys.ts";
import { isMatcher } from "./matchers.ts";

/** Something that an expectation names, and that the agents may not have. */
export type ExpectedName =
  | { readonly of: "tool" | "agent" | "context variable"; readonly name: string }
  | {
      readonly of: "argument";
      readonly name: string;
      readonly tool: string;
      /** The keys that lead to it in the call's arguments, itself the last. */
      readonly path: readonly string[];
    };

/** What the cases of a suite name. */
export interface SuiteNames {
  /** What their expectations name, with the line on which each stands first. */
  readonly names: readonly PlacedName[];
  /** The context variables that any of them begins with. */
  readonly given: ReadonlySet<string>;
}

export type PlacedName = ExpectedName & { readonly line: number };

/** The checks of one's own that a case names, some several times. */
export function expectedChecks(testCase: Case): CustomCheckExpectation[] {
  return expectationsOf(testCase).flatMap(({ check = [] }) => check);
}

/**
 * What a case names, some of it several times: tools, their arguments, agents, and the context variables that are to
 * stay as they are or away. A call that must fail may be of an unknown tool; one that a fault is put into may not.
 */
export function expectedNames(testCase: Case): ExpectedName[] {
  const faulty = (testCase.faults ?? []).flatMap((fault) => ("tool" in fault ? fault.tool : []));
  return [...faulty.map(named("tool")), ...expectationsOf(testCase).flatMap(namesIn)];
}

function namesIn(expectation: Expectation): ExpectedName[] {
  const { tool_calls, not_called = [], handoffs, agent, final_agent } = expectation;
  const calls = tool_calls?.calls ?? [];
  const known = calls.filter(({ error }) => error === undefined || error === false);
  const agents = [
    ...calls.map((call) => call.agent),
    ...(handoffs?.route ?? []),
    ...(handoffs?.never ?? []).flat(),
    agent,
    final_agent,
  ].filter((name) => name !== undefined);
  const guarded = guardedKeys(expectation.context_variables).map(({ path }) => String(path[0]));
  return [
    ...[...known.map(({ name }) => name), ...not_called].map(named("tool")),
    ...known.flatMap(argumentsOf),
    ...agents.map(named("agent")),
    ...guarded.map(named("context variable")),
  ];
}

function named(of: "tool" | "agent" | "context variable") {
  return (name: string): ExpectedName => ({ of, name });
}

function argumentsOf({ name: tool, arguments: expected }: CallPattern): ExpectedName[] {
  return keysIn(expected).map((path) => ({
    of: "argument",
    name: path.at(-1) as string,
    tool,
    path,
  }));
}

/** The keys of objects in objects, each with those that lead to it. */
function keysIn(expected: unknown): string[][] {
  if (!isRecord(expected)) return [];
  if (isMatcher(expected)) return keysIn(expected["$partial"]);
  return Object.entries(expected).flatMap(([key, value]) => [
    [key],
    ...keysIn(value).map((path) => [key, ...path]),
  ]);
}
