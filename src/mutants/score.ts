import type { Held } from "./held.ts";

/** How many mutants were noticed. What is unknown or left out counts in neither. */
export interface Score {
  readonly killed: number;
  readonly survived: number;
  /** The share that was noticed, from 0 to 1; null if there were none. */
  readonly share: number | null;
}

/** The score of a suite, and of each part of the swarm by its name. */
export interface Scores {
  readonly all: Score;
  readonly agents: Readonly<Record<string, Score>>;
  /** By `Triage → Refunds`. */
  readonly handoffs: Readonly<Record<string, Score>>;
  readonly tools: Readonly<Record<string, Score>>;
  readonly faults: Readonly<Record<string, Score>>;
}

/** The scores of these mutants. */
export function scoresOf(held: readonly Held[]): Scores {
  return {
    all: scoreOf(held),
    agents: scoresBy(held, ({ mutant }) => mutant.agent),
    handoffs: scoresBy(held, ({ mutant }) => mutant.edge),
    tools: scoresBy(held, ({ mutant }) => mutant.tool),
    faults: scoresBy(held, ({ mutant }) => mutant.fault),
  };
}

function scoresBy(
  held: readonly Held[],
  nameOf: (one: Held) => string | undefined,
): Record<string, Score> {
  const groups = [...Map.groupBy(held, nameOf)].flatMap(([name, group]) =>
    name === undefined ? [] : [[name, scoreOf(group)] as const],
  );
  return Object.fromEntries(groups.filter(([, { share }]) => share !== null));
}

function scoreOf(held: readonly Held[]): Score {
  const killed = held.filter(({ fate }) => fate === "killed").length;
  const survived = held.filter(({ fate }) => fate === "survived").length;
  const all = killed + survived;
  return { killed, survived, share: all === 0 ? null : killed / all };
}
