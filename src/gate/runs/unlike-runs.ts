import { listed } from "../../text/count.ts";
import { commonCases } from "./compare-runs.ts";
import type { CaseTally, ComparableRun, ComparableRuns } from "./run-tally.ts";

const MOST_NAMED = 3;

/** Throws UnlikeRunsError for runs of other suites, of other cases, of other trials, or that were judged by others. */
export function refuseUnlikeRuns([reference, ...others]: ComparableRuns): void {
  for (const { file, header } of [reference, ...others]) {
    if (header.until === undefined) continue;
    throw new UnlikeRunsError(
      `${file} is of a run that ended cases early (--until ${header.until}): its trials are a biased sample and cannot be compared. Run it without.`,
    );
  }
  for (const other of others) {
    const apart = difference(reference, other);
    if (apart === undefined) continue;
    throw new UnlikeRunsError(`${reference.file} and ${other.file} cannot be compared: ${apart}`);
  }
}

function difference(reference: ComparableRun, other: ComparableRun): string | undefined {
  const suites = [reference, other].map(({ header }) => header.suite);
  if (suites[0] !== suites[1])
    return `one is of the suite ${suites[0]}, the other of ${suites[1]}.`;
  const ids = commonCases([reference, other]);
  if (ids.length === 0) return "they have no cases in common.";
  for (const [what, of, remedy] of LIKENESSES) {
    const apart = ids.flatMap((id) => {
      const [one, two] = [reference, other].map(({ tally }) => tally.cases.get(id)).map(of);
      if (one === undefined || two === undefined || one === two) return [];
      return [what === "text" ? id : `${id} (${one}, ${two})`];
    });
    if (apart.length === 0) continue;
    return `the ${what} of ${listed(apart, MOST_NAMED)} differs. ${remedy}`;
  }
  return undefined;
}

type Likeness = readonly [
  what: string,
  of: (tally: CaseTally | undefined) => string | number | undefined,
  remedy: string,
];

/** In what a case must be the same under both; what is undefined under one of them says nothing. */
const LIKENESSES: readonly Likeness[] = [
  ["text", (tally) => tally?.fingerprint, "Run both on the same case file."],
  ["number of trials", (tally) => tally?.planned, "Run both with the same --trials."],
  [
    "judge",
    (tally) => tally?.judges.join(" and ") || undefined,
    "Run both with the same --judge-model.",
  ],
];

/** Runs that cannot be compared: it names what differs. */
export class UnlikeRunsError extends Error {
  override readonly name = "UnlikeRunsError";
}
