import { expectationsOf, type Case } from "./case.ts";
import type { Expectation } from "./expectation.ts";

/** A tool or an agent that an expectation names. */
export interface ExpectedName {
  readonly of: "tool" | "agent";
  readonly name: string;
}

/** The tools and agents that a case names, some several times. A call that must fail may be of an unknown tool. */
export function expectedNames(testCase: Case): ExpectedName[] {
  return expectationsOf(testCase).flatMap(namesIn);
}

function namesIn(expectation: Expectation): ExpectedName[] {
  const { tool_calls, not_called = [], handoffs, agent, final_agent } = expectation;
  const calls = tool_calls?.calls ?? [];
  const tools = calls.filter(({ error }) => error !== true).map(({ name }) => name);
  const agents = [
    ...calls.map((call) => call.agent),
    ...(handoffs?.route ?? []),
    ...(handoffs?.never ?? []).flat(),
    agent,
    final_agent,
  ].filter((name) => name !== undefined);
  return [
    ...[...tools, ...not_called].map((name) => ({ of: "tool", name }) as const),
    ...agents.map((name) => ({ of: "agent", name }) as const),
  ];
}
