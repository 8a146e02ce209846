import { BaselineError } from "./baseline.ts";
import type { Baseline } from "./baseline.ts";

/** What two runs must have in common for their cases to be compared. */
export type RunIdentity = Pick<Baseline, "suite" | "model_override">;

/** What is known of a run before it is played. */
export interface PlannedRun extends RunIdentity {
  /** The one model that every judge is told to be; null where each is its own. */
  readonly judge_model: string | null;
  /** The fingerprints of the cases that it may play, by id. */
  readonly cases: ReadonlyMap<string, string>;
}

/** In what two runs differ so that nothing of them can be compared, a phrase each. */
export function differences(then: RunIdentity, now: RunIdentity): string[] {
  const phrase = (what: string, before: string | null, after: string | null): string[] =>
    before === after ? [] : [`${what}: ${before ?? "none"} then, ${after ?? "none"} now`];
  return [
    ...phrase("the suite", then.suite, now.suite),
    ...phrase("the model of --model-override", then.model_override, now.model_override),
  ];
}

/** Throws BaselineError where nothing of a run could be held against a baseline. */
export function refuseUnlike(baseline: Baseline, run: PlannedRun, file: string): void {
  const apart = differences(baseline, run);
  if (apart.length > 0) {
    throw new BaselineError(
      `${file} cannot be compared with this run. It differs in ${apart.join("; in ")}. Run as it was blessed, or bless a baseline of its own for this kind of run.`,
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
      `${file} cannot be compared with this run: the text of every case that they have in common is another one. Bless the cases as they are now.`,
    );
  }
  const { judge_model: judge } = run;
  if (
    judge !== null &&
    common.every(({ judges }) => judges !== undefined && judges.join() !== judge)
  ) {
    throw new BaselineError(
      `${file} cannot be compared with this run: its cases were judged by ${common[0]?.judges?.join(", ")}, and --judge-model says ${judge}. Judge as it was blessed, or bless anew.`,
    );
  }
}
