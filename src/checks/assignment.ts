/**
 * Pairs as many of the left with different ones of the right as can be paired at all: maximum bipartite matching, by
 * Hopcroft and Karp 1973 (SIAM J. Comput. 2(4)). `partners[i]` lists what left `i` may be paired with, and may be shared.
 * Returns the partner of each left; undefined where there is none.
 */
export function assign(
  partners: readonly (readonly number[])[],
  rightCount: number,
): (number | undefined)[] {
  const left: number[] = new Array<number>(partners.length).fill(FREE);
  const right: number[] = new Array<number>(rightCount).fill(FREE);
  const rank: number[] = new Array<number>(partners.length).fill(0);

  // Most pairs need no search: first come, first served.
  partners.forEach((candidates, i) => {
    const free = candidates.find((j) => right[j] === FREE);
    if (free !== undefined) pair(i, free);
  });
  while (rankFreeLeft()) {
    for (let i = 0; i < partners.length; i++) if (left[i] === FREE) augment(i);
  }
  return left.map((j) => (j === FREE ? undefined : j));

  function pair(i: number, j: number): void {
    left[i] = j;
    right[j] = i;
  }

  /** Ranks each left by how many exchanges it is away from a free one; whether any chain of exchanges ends at a free right. */
  function rankFreeLeft(): boolean {
    let found = false;
    const queue: number[] = [];
    for (let i = 0; i < partners.length; i++) {
      rank[i] = left[i] === FREE ? 0 : UNREACHED;
      if (rank[i] === 0) queue.push(i);
    }
    for (const i of queue) {
      for (const j of partners[i] as readonly number[]) {
        const holder = right[j] as number;
        if (holder === FREE) found = true;
        else if (rank[holder] === UNREACHED) {
          rank[holder] = (rank[i] as number) + 1;
          queue.push(holder);
        }
      }
    }
    return found;
  }

  /** Gives left `i` a partner, moving others along a shortest chain. */
  function augment(i: number): boolean {
    for (const j of partners[i] as readonly number[]) {
      const holder = right[j] as number;
      if (holder === FREE || (rank[holder] === (rank[i] as number) + 1 && augment(holder))) {
        pair(i, j);
        return true;
      }
    }
    rank[i] = UNREACHED;
    return false;
  }
}

const FREE = -1;
const UNREACHED = -2;
