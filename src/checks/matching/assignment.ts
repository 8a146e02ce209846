const FREE = -1;
const UNREACHED = -1;

/**
 * Pairs as many of the left as possible, each with another of the right: maximum bipartite matching, by Hopcroft and
 * Karp 1973 (SIAM J. Comput. 2(4)). `partners[i]` lists what left `i` may be paired with; a list that several share is
 * read once for all of them. Returns the partner of each left, or undefined.
 */
export function assign(
  partners: readonly (readonly number[])[],
  rightCount: number,
): (number | undefined)[] {
  const left = new Int32Array(partners.length).fill(FREE);
  const right = new Int32Array(rightCount).fill(FREE);
  const rank = new Int32Array(partners.length);

  pairGreedily();
  while (rankFromFreeLeft()) moveAlongShortestChains();
  return Array.from(left, (j) => (j === FREE ? undefined : j));

  /** Most pairs need no search. */
  function pairGreedily(): void {
    const next = new Map<readonly number[], number>();
    for (const [i, list] of partners.entries()) {
      let at = next.get(list) ?? 0;
      while (at < list.length && right[list[at] as number] !== FREE) at++;
      if (at < list.length) pair(i, list[at++] as number);
      next.set(list, at);
    }
  }

  /** Ranks each left by how many others must move before a free one gets a partner. Returns whether any can get one. */
  function rankFromFreeLeft(): boolean {
    const queue = [...left.keys()].filter((i) => left[i] === FREE);
    rank.fill(UNREACHED);
    for (const i of queue) rank[i] = 0;
    const read = new Set<readonly number[]>();
    let found = false;
    for (const i of queue) {
      const list = partners[i] as readonly number[];
      if (read.has(list)) continue;
      read.add(list);
      for (const j of list) {
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

  /** Pairs free lefts where it can: each of a chain moves on to the partner of the next. */
  function moveAlongShortestChains(): void {
    const looked = new Int32Array(partners.length);
    for (const first of left.keys()) {
      if (left[first] !== FREE) continue;
      const chain = [first];
      for (let i = chain.at(-1); i !== undefined; i = chain.at(-1)) {
        const list = partners[i] as readonly number[];
        const at = looked[i] as number;
        if (at === list.length) {
          chain.pop();
          continue;
        }
        looked[i] = at + 1;
        const holder = right[list[at] as number] as number;
        if (holder === FREE) {
          for (const moving of chain)
            pair(moving, partners[moving]?.[(looked[moving] as number) - 1] as number);
          break;
        }
        if (rank[holder] === (rank[i] as number) + 1) chain.push(holder);
      }
    }
  }

  function pair(i: number, j: number): void {
    left[i] = j;
    right[j] = i;
  }
}
