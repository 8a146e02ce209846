/**
 * The sample quantile of `sorted` finite values at `probability` (0.5 the median, 0.95 the p95) by linear interpolation
 * of the order statistics at (n − 1)p, R's type 7 (Hyndman and Fan 1996). Undefined without values.
 */
export function sortedQuantile(sorted: Float64Array, probability: number): number | undefined {
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const lower = sorted[below];
  if (lower === undefined) return undefined;
  const upper = sorted[below + 1] ?? lower;
  return lower + (position - below) * (upper - lower);
}
