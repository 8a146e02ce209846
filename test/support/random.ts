/** Numbers from 0 to 1 that are the same in every run (a linear congruence with the constants of Numerical Recipes). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (of) => next() < of,
    pick: (list) => list[below(list.length)] as (typeof list)[number],
    list: (most, make) => Array.from({ length: below(most + 1) }, make),
  };
}

export interface Random {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number;
  chance(of: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A list of none to so many. */
  list<T>(most: number, make: () => T): T[];
}
