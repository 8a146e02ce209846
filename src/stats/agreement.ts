/** How several votes on one thing fell. */
export interface Agreement<Vote> {
  /** The vote given most often; undefined when two or more are tied for it. */
  readonly majority: Vote | undefined;
  /** The share of the votes that went to the most frequent one, from 1/(number of kinds) to 1. */
  readonly share: number;
}

/** The majority of `votes` and its share; undefined without votes. Votes are compared as Map keys. */
export function agreement<Vote>(votes: readonly Vote[]): Agreement<Vote> | undefined {
  const [first, second] = [...Map.groupBy(votes, (vote) => vote)]
    .map(([vote, { length }]) => ({ vote, count: length }))
    .sort((one, other) => other.count - one.count);
  if (first === undefined) return undefined;
  const majority = first.count === second?.count ? undefined : first.vote;
  return { majority, share: first.count / votes.length };
}

/**
 * Cohen's kappa of two who voted on the same things: (pₒ − pₑ) / (1 − pₑ), with the share pₒ on which they agree and
 * the share pₑ on which they would by chance, each voting as often for a kind as they did. From 1, full agreement, over
 * 0, that of chance, down to −1. Undefined without votes, or if both gave one and the same vote to all.
 * Source: Cohen 1960, "A Coefficient of Agreement for Nominal Scales".
 */
export function cohensKappa<Vote>(
  pairs: readonly (readonly [one: Vote, other: Vote])[],
): number | undefined {
  const count = (isCounted: (pair: readonly [Vote, Vote]) => boolean): number =>
    pairs.filter(isCounted).length;
  const kinds = new Set(pairs.flat());
  const agreed = count(([one, other]) => one === other);
  let byChance = 0;
  for (const kind of kinds)
    byChance += count(([one]) => one === kind) * count(([, other]) => other === kind);
  const most = pairs.length ** 2;
  return byChance === most ? undefined : (agreed * pairs.length - byChance) / (most - byChance);
}

/**
 * Krippendorff's alpha for nominal votes, several on each thing, not as many on each: 1 − Dₒ/Dₑ, with the share Dₒ of
 * pairs of votes on one thing that differ, and the share Dₑ of those that differ among all votes. Things with a single
 * vote say nothing. Undefined without a pair, or if all votes are the same.
 * Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
 */
export function krippendorffAlpha<Vote>(things: readonly (readonly Vote[])[]): number | undefined {
  const paired = things.filter(({ length }) => length > 1);
  const all = paired.flat();
  const observed = paired.reduce(
    (sum, votes) => sum + differingPairs(votes) / (votes.length - 1),
    0,
  );
  const expected = differingPairs(all);
  return expected === 0 ? undefined : 1 - ((all.length - 1) * observed) / expected;
}

/** How many ordered pairs of votes differ. */
function differingPairs(votes: readonly unknown[]): number {
  const alike = [...Map.groupBy(votes, (vote) => vote).values()].reduce(
    (sum, { length }) => sum + length * length,
    0,
  );
  return votes.length ** 2 - alike;
}
