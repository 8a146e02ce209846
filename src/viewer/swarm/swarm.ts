import type { Run } from "../data/run.ts";

/** An agent, a handoff or a tool, and how much the cases used it. */
interface Used {
  /** How often; 0 for what no case touched. */
  readonly count: number;
  /** In how many cases. */
  readonly cases: number;
}

export interface SwarmAgent extends Used {
  readonly name: string;
  /** In how many cases it took part that failed. */
  readonly failed: number;
  /** In how many cases it was active first. */
  readonly starts: number;
}

/** A handoff from one agent to another, or a tool that an agent calls. */
export interface Link extends Used {
  readonly from: string;
  readonly to: string;
}

/** Who there is, who hands to whom, and who calls what: as far as coverage knows, and as the cases show. */
export interface Swarm {
  readonly agents: readonly SwarmAgent[];
  readonly handoffs: readonly Link[];
  /** In teams: who took the floor after whom. */
  readonly successions: readonly Link[];
  readonly tools: readonly Link[];
}

export function swarmOf({ part: { rows, end } }: Run): Swarm {
  const { coverage } = end;
  const played = rows.filter(({ trials }) => trials.length > 0);
  const names = new Set([
    ...played.flatMap(({ route, agents }) => [...route, ...agents]),
    ...(coverage?.agents ?? []).map(({ agent }) => agent),
  ]);
  const agents = [...names].map((name) => {
    const cases = played.filter((row) => row.route.includes(name) || row.agents.includes(name));
    return {
      name,
      count: cases.reduce((sum, { trials }) => sum + trials.length, 0),
      cases: cases.length,
      failed: cases.filter(({ verdict }) => verdict === "failed").length,
      starts: cases.filter(({ route }) => route[0] === name).length,
    };
  });
  return {
    agents,
    handoffs: links(
      played.map(({ handoffs }) => handoffs),
      (coverage?.handoffs ?? []).map(({ from, to }) => [from, to]),
    ),
    successions: links(played.map(({ successions }) => successions)),
    tools: links(
      played.map(({ tools }) => tools),
      (coverage?.tools ?? []).map(({ agent, tool }) => [agent, tool]),
    ),
  };
}

type Pairs = readonly (readonly [from: string, to: string, count: number])[];

/** What the cases used, then what only could be used. */
export function links(
  byCase: readonly Pairs[],
  known: readonly (readonly [from: string, to: string])[] = [],
): Link[] {
  const all = new Map<string, Link>();
  const add = (from: string, to: string, count: number, cases: number): void => {
    const key = JSON.stringify([from, to]);
    const before = all.get(key) ?? { from, to, count: 0, cases: 0 };
    all.set(key, { ...before, count: before.count + count, cases: before.cases + cases });
  };
  for (const pairs of byCase) for (const [from, to, count] of pairs) add(from, to, count, 1);
  for (const [from, to] of known) add(from, to, 0, 0);
  return [...all.values()].sort((one, other) => other.count - one.count);
}
