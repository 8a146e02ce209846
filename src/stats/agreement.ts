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
