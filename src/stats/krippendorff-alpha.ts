/**
 * Krippendorff's alpha for categories: 1 − observed/expected disagreement over things that were
 * each voted on several times, 1 for full agreement, 0 for that of chance. Missing votes
 * are simply left out; a thing with a single vote says nothing and is not counted. Undefined where
 * nothing has two votes, or where all votes are the same, since chance would then agree as well.
 * Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
 */
export function krippendorffAlpha<Vote>(things: readonly (readonly Vote[])[]): number | undefined {
  const totals = new Map<Vote, number>();
  let votes = 0;
  let observed = 0;
  for (const thing of things) {
    if (thing.length < 2) continue;
    const tally = new Map<Vote, number>();
    for (const vote of thing) tally.set(vote, (tally.get(vote) ?? 0) + 1);
    for (const [vote, count] of tally) {
      observed += (count * (thing.length - count)) / (thing.length - 1);
      totals.set(vote, (totals.get(vote) ?? 0) + count);
    }
    votes += thing.length;
  }
  let expected = 0;
  for (const total of totals.values()) expected += total * (votes - total);
  if (expected === 0) return undefined;
  return 1 - ((votes - 1) * observed) / expected;
}
