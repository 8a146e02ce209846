import type { Counts } from "./counts.ts";
import { clusterIndex } from "./clusters.ts";

/** The units of a suite to resample, and what each kind of unit consists of. */
export interface CaseKinds {
  /** Of each unit (a cluster, or a case that is its own), the number of its kind. */
  readonly kindOf: Int32Array;
  /** Of each kind, the cases that one unit of it holds. */
  readonly members: readonly (readonly Counts[])[];
}

/**
 * Sorts cases into kinds that resampling cannot tell apart: cases with the same counts are of one
 * kind, since a suite of thousands of cases has few; given `labels`, each cluster is its own.
 */
export function caseKinds(
  cases: readonly Counts[],
  labels?: readonly (string | number)[],
): CaseKinds {
  if (labels === undefined) {
    const counts = cases.map(({ passed, trials }) => `${passed}/${trials}`);
    const { of, clusters } = clusterIndex(cases.length, counts);
    const members: Counts[][] = Array.from({ length: clusters }, () => []);
    cases.forEach((one, index) => {
      members[of[index] ?? 0] = [one];
    });
    return { kindOf: of, members };
  }
  const { of, clusters } = clusterIndex(cases.length, labels);
  const members: Counts[][] = Array.from({ length: clusters }, () => []);
  cases.forEach((one, index) => members[of[index] ?? 0]?.push(one));
  return { kindOf: Int32Array.from({ length: clusters }, (_, unit) => unit), members };
}
