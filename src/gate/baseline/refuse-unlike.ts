import { BaselineError, type Baseline } from "./baseline.ts";

/** What two runs must have in common for their cases to be compared. */
export type RunIdentity = Pick<Baseline, "suite" | "model_override" | "variant">;

/** What is known of a run before it is played. */
export interface PlannedRun extends RunIdentity {
  /** The model of --judge-model; null if each judge is its own. */
  readonly judge_model: string | null;
  /** The fingerprints of the cases that it may play, by id. */
  readonly cases: ReadonlyMap<string, string>;
}

/** A phrase for each difference because of which nothing in two runs can be compared. */
export function differences(before: RunIdentity, now: RunIdentity): string[] {
  const phrase = (what: string, one: string | null, other: string | null): string[] =>
    one === other ? [] : [`${what}: ${one ?? "none"} then, ${other ?? "none"} now`];
  return [
    ...phrase("the suite", before.suite, now.suite),
    ...phrase("the variant", before.variant ?? null, now.variant ?? null),
    ...phrase("the model of all agents", before.model_override, now.model_override),
  ];
}

/** Throws BaselineError if nothing in a run could be compared with the baseline. */
export function refuseUnlike(baseline: Baseline, run: PlannedRun, file: string): void {
  const differing = differences(baseline, run);
  if (differing.length > 0) {
    throw new BaselineError(
      `${file} cannot be compared with this run. It differs in ${differing.join("; in ")}. Run as it was blessed, or bless another baseline for this kind of run.`,
    );
  }
  const common = baseline.cases.filter(({ id }) => run.cases.has(id));
  if (common.length === 0) {
    const [first] = baseline.cases;
    const has =
      first === undefined
        ? "none"
        : `${baseline.cases.length}, such as ${JSON.stringify(first.id)}`;
    throw new BaselineError(
      `${file} and this run have no cases in common: the baseline holds ${has}. Bless the cases as they are now.`,
    );
  }
  if (common.every(({ id, fingerprint }) => run.cases.get(id) !== fingerprint)) {
    throw new BaselineError(
      `${file} cannot be compared with this run: every case they share has changed. Bless the cases as they are now.`,
    );
  }
  const { judge_model: judge } = run;
  if (
    judge !== null &&
    common.every(({ judges }) => judges !== undefined && judges.join() !== judge)
  ) {
    throw new BaselineError(
      `${file} cannot be compared with this run: its cases were judged by ${common[0]?.judges?.join(", ")}, and --judge-model says ${judge}. Judge as it was blessed, or bless again.`,
    );
  }
}
