import { UserError } from "../../text/user-error.ts";
import { listed } from "../../text/count.ts";
import { commonCases } from "./compare-runs.ts";
import type { CaseTally, ComparableRun, ComparableRuns } from "./run-tally.ts";

const MOST_NAMED = 3;

/** Throws UserError if the runs differ in suite, text of cases, number of trials or judge. */
export function refuseUnlikeRuns([reference, ...others]: ComparableRuns): void {
  for (const { file, header } of [reference, ...others]) {
    if (header.until === undefined) continue;
    throw new UserError(
      `${file} is the result of a run that ended cases early (--until ${header.until}): its trials are a biased sample and cannot be compared. Run it without.`,
    );
  }
  for (const other of others) {
    const problem = difference(reference, other);
    if (problem === undefined) continue;
    throw new UserError(`${reference.file} and ${other.file} cannot be compared: ${problem}`);
  }
}

function difference(reference: ComparableRun, other: ComparableRun): string | undefined {
  const suites = [reference, other].map(({ header }) => header.suite);
  if (suites[0] !== suites[1]) return `one ran the suite ${suites[0]}, the other ${suites[1]}.`;
  const ids = commonCases([reference, other]);
  if (ids.length === 0) return "they have no cases in common.";
  for (const [what, of, remedy] of REQUIREMENTS) {
    const differing = ids.flatMap((id) => {
      const [one, two] = [reference, other].map(({ tally }) => tally.cases.get(id)).map(of);
      if (one === undefined || two === undefined || one === two) return [];
      return [what === "text" ? id : `${id} (${one}, ${two})`];
    });
    if (differing.length === 0) continue;
    return `the ${what} of ${listed(differing, MOST_NAMED)} differs. ${remedy}`;
  }
  return undefined;
}

type Requirement = readonly [
  what: string,
  of: (tally: CaseTally | undefined) => string | number | undefined,
  remedy: string,
];

/** What must be the same for a case in both runs. Undefined in one of them says nothing. */
const REQUIREMENTS: readonly Requirement[] = [
  ["text", (tally) => tally?.fingerprint, "Run both on the same case file."],
  ["number of trials", (tally) => tally?.planned, "Run both with the same --trials."],
  [
    "judge",
    (tally) => tally?.judges.join(" and ") || undefined,
    "Run both with the same --judge-model.",
  ],
];
