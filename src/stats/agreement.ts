/** How several votes on one thing fell. */
export interface Agreement<Vote> {
  /** The vote given most often; undefined where two or more share that place. */
  readonly majority: Vote | undefined;
  /** The share of the votes that went to the most frequent one, from 1/(number of kinds) to 1. */
  readonly share: number;
}

/** The majority of `votes` and its share; undefined without votes. Votes are compared as Map keys. */
export function agreement<Vote>(votes: readonly Vote[]): Agreement<Vote> | undefined {
  if (votes.length === 0) return undefined;
  const tally = new Map<Vote, number>();
  for (const vote of votes) tally.set(vote, (tally.get(vote) ?? 0) + 1);
  const most = Math.max(...tally.values());
  const leaders = [...tally].filter(([, count]) => count === most);
  const majority = leaders.length === 1 ? leaders[0]?.[0] : undefined;
  return { majority, share: most / votes.length };
}
