import {
  joinedQuestions,
  type Covered,
  type CoverageResult,
  type CoveredAgent,
  type CoveredHandoff,
} from "../coverage-result.ts";

/** What several parts of a suite touched, of all that can be reached from where their cases begin. */
export function mergedCoverage(parts: readonly CoverageResult[]): CoverageResult {
  const handoffs = joined(
    parts.flatMap((part) => part.handoffs),
    ({ from, to }) => [from, to],
  );
  const agents = inOrder(
    joined(
      parts.flatMap((part) => part.agents),
      ({ agent }) => [agent],
    ),
    parts.map((part) => part.agents[0]?.agent),
    handoffs,
  );
  const byAgent = <T>(all: readonly T[], agentOf: (one: T) => string, nameOf: (one: T) => string) =>
    agents.flatMap(({ agent }) =>
      all
        .filter((one) => agentOf(one) === agent)
        .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1)),
    );
  const tools = joined(
    parts.flatMap((part) => part.tools),
    ({ agent, tool }) => [agent, tool],
  );
  const keys = joined(
    parts.flatMap((part) => part.context_keys),
    ({ key }) => [key],
  ).sort((one, other) => (one.key < other.key ? -1 : 1));
  const transitions = joined(
    parts.flatMap((part) => part.transitions ?? []),
    ({ team, from, to }) => [team, from, to],
  );
  const checks = joined(
    parts.flatMap((part) => part.checks ?? []),
    ({ check }) => [check],
  );
  const all = [...agents, ...handoffs, ...transitions, ...tools, ...keys];
  return {
    share: all.length === 0 ? null : all.filter(({ covered }) => covered).length / all.length,
    agents,
    handoffs: byAgent(
      handoffs,
      ({ from }) => from,
      ({ to }) => to,
    ),
    ...(transitions.length === 0 ? {} : { transitions }),
    tools: byAgent(
      tools,
      ({ agent }) => agent,
      ({ tool }) => tool,
    ),
    context_keys: keys,
    ...(checks.length === 0 ? {} : { checks }),
    unresolved: joinedQuestions(parts.flatMap((part) => part.unresolved)),
  };
}

/** Each once, touched if any part touched it. */
function joined<T extends Covered>(all: readonly T[], keyOf: (one: T) => readonly string[]): T[] {
  const groups = Map.groupBy(all, (one) => keyOf(one).join("\n"));
  return [...groups.values()].map((same) => {
    const one = Object.assign({}, ...same) as T & Pick<CoveredAgent, "known">;
    const cases = same.flatMap((other) => other.cases ?? []).sort();
    return {
      ...one,
      ...("known" in one
        ? { known: same.some((other) => (other as unknown as CoveredAgent).known) }
        : {}),
      covered: same.some(({ covered }) => covered),
      ...(one.cases === undefined ? {} : { cases }),
    };
  });
}

/** Where cases begin come first, then whom these give the floor or hand off to, as one run would come to them. */
function inOrder(
  agents: readonly CoveredAgent[],
  firsts: readonly (string | undefined)[],
  handoffs: readonly CoveredHandoff[],
): CoveredAgent[] {
  const byName = new Map(agents.map((one) => [one.agent, one]));
  const targets = new Set([
    ...handoffs.map(({ to }) => to),
    ...agents.flatMap(({ members = [] }) => members),
  ]);
  const starts = agents.map(({ agent }) => agent).filter((agent) => !targets.has(agent));
  const reached = new Set([...firsts.slice(0, 1), ...starts.sort(), ...firsts]);
  for (const agent of reached) {
    const members = byName.get(agent ?? "")?.members ?? [];
    const successors = handoffs.filter(({ from }) => from === agent).map(({ to }) => to);
    for (const to of [...members, ...successors.sort()]) reached.add(to);
  }
  return [...new Set([...reached, ...byName.keys()])].flatMap((name) => {
    const found = name === undefined ? undefined : byName.get(name);
    return found === undefined ? [] : [found];
  });
}
