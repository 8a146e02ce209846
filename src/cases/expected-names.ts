import type { Case } from "./case.ts";
import { expectationsOf } from "./case.ts";
import type { Expectation } from "./expectation.ts";

/** A name that an expectation speaks of. */
export interface ExpectedName {
  readonly of: "tool" | "agent";
  readonly name: string;
}

/** The tools and agents that a case expects something of, some of them several times. A call that is expected to fail may well be of a tool that there is none of. */
export function expectedNames(script: Case): ExpectedName[] {
  return expectationsOf(script).flatMap(namesIn);
}

function namesIn({
  tool_calls: { calls } = { mode: "exact", calls: [] },
  not_called: tools = [],
  handoffs,
  agent,
  final_agent: last,
}: Expectation): ExpectedName[] {
  const called = calls.filter(({ error }) => error !== true).map(({ name }) => name);
  const agents = [
    ...calls.map((call) => call.agent),
    ...(handoffs?.route ?? []),
    ...(handoffs?.never ?? []).flat(),
    agent,
    last,
  ].filter((name) => name !== undefined);
  return [
    ...[...called, ...tools].map((name) => ({ of: "tool", name }) as const),
    ...agents.map((name) => ({ of: "agent", name }) as const),
  ];
}
