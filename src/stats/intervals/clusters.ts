import { requireLength } from "../require.ts";

/**
 * Numbers the distinct labels in the order of their first appearance and says to which each unit
 * belongs; without labels each unit is a cluster of its own.
 */
export function clusterIndex(
  units: number,
  labels: readonly (string | number)[] | undefined,
): { readonly of: Int32Array; readonly clusters: number } {
  const of = new Int32Array(units);
  if (labels === undefined) {
    for (let unit = 0; unit < units; unit += 1) of[unit] = unit;
    return { of, clusters: units };
  }
  requireLength("clusters", labels.length, units);
  const seen = new Map<string | number, number>();
  labels.forEach((label, unit) => {
    const known = seen.get(label) ?? seen.size;
    seen.set(label, known);
    of[unit] = known;
  });
  return { of, clusters: seen.size };
}
