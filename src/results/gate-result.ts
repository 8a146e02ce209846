import { dictionary, list, number, oneOfUnion, openObject, orNull, string } from "../json/rules.ts";
import type { Counts } from "../stats/counts.ts";

/** What became of a case since its baseline. */
export type GateStatus =
  /** It does worse, as far as the rule of the gate can show. */
  | "regressed"
  | "improved"
  /** Over both runs it passes in some trials and fails in others, and no difference is shown between them. */
  | "flaky"
  /** It passes in no trial of either run. */
  | "still_failing"
  /** It passes in every trial of both runs. */
  | "unchanged"
  /** Its text or the model that an agent asks is another one: it is not compared. */
  | "changed"
  | "new"
  /** It is no longer in the case file. */
  | "removed"
  /** It was left out of this run. */
  | "not_played"
  /** No trial of it came to a verdict. */
  | "errored";

/** Something that an agent did, with the turn in which it did so: a call and what came of it, a handoff or a reply. Long texts are cut. */
export type PathStep = { readonly turn: number; readonly agent: string } & (
  | {
      readonly call: string;
      readonly arguments: unknown;
      /** What the model read, but for a call that hands off or failed. */
      readonly result?: string;
      readonly error?: string;
      /** Of the last call of a message, what its calls changed in the context variables. */
      readonly context_variables?: Readonly<Record<string, unknown>>;
    }
  | { readonly handoff: string }
  | { readonly reply: string }
);

/** The same step on both sides; null where that side has come to its end. */
interface DivergenceRow {
  /** Counts from 1. */
  readonly step: number;
  readonly baseline: PathStep | null;
  readonly now: PathStep | null;
}

/** A value that is another one now, where the agents did the same. */
export interface DivergedValue {
  readonly of: "context_variables" | "state";
  /** As people write it: `orders["A7"].paid`. */
  readonly path: string;
  /** Absent on the side that has no such value. */
  readonly baseline?: unknown;
  readonly now?: unknown;
}

/** Where a trial of this run parts from one that passed for the baseline. */
export interface Divergence {
  /** What differs first: who did what; only the arguments; or, where neither does anywhere, what a tool answered or changed in the context variables, then the state at the end, and last the wording of a reply. */
  readonly differs: "step" | "arguments" | "result" | "context" | "state" | "wording";
  /** The first step that differs, from 1, and its turn. */
  readonly step: number;
  readonly turn: number;
  /** An earlier step at which a tool answered otherwise, which may be why; null where none did. */
  readonly tool_answer_differs_at: number | null;
  readonly baseline_trial: number;
  readonly trial: number;
  /** That step with those around it, and before them the one at which a tool answered otherwise. */
  readonly rows: readonly DivergenceRow[];
  /** Where the agents did the same: what the first change of the context variables that differs changed otherwise, and what differs in the state at the end. */
  readonly values?: readonly DivergedValue[];
}

/** A case under both runs, or under the one that has it. */
export interface GateCase {
  readonly id: string;
  /** The line of the case file on which it stands; null where it is not there or was not read. */
  readonly line: number | null;
  readonly status: GateStatus;
  readonly baseline: Counts | null;
  readonly now: Counts | null;
  /** Of one-sided tests in the direction seen, adjusted for the number of cases; null where no test was made. */
  readonly p_value: number | null;
  /** For one that regressed, the first check that failed; for one that was not compared, why. */
  readonly reason: string | null;
  /** For one that regressed; null where nothing differs in what the baseline keeps. */
  readonly divergence: Divergence | null;
}

/** The suite as a whole, over the cases that were compared. */
export interface GateSuite {
  readonly cases: number;
  readonly verdict: "better" | "worse" | "no difference shown";
  readonly baseline_rate: number;
  readonly rate: number;
  readonly difference: number;
  readonly interval: readonly [lower: number, upper: number];
  readonly p_value: number;
  readonly test: "mcnemar" | "sign-flip";
  /** The smallest difference that so many cases would have shown with a chance of at least 0.8; null where they can show none. */
  readonly detectable: number | null;
}

/** What a gate says of a run. */
export interface GateResult {
  /** The baseline's file, and the day of its blessing. */
  readonly baseline: string;
  readonly blessed_at: string;
  readonly verdict: "passed" | "regressed";
  /** `replay`: every trial that passed and now fails is a regression. `sampled`: what the tests show. */
  readonly rule: "replay" | "sampled";
  /** The level of the tests. */
  readonly alpha: number;
  /** Agents that are made otherwise than for the baseline, and those that only one of the two runs saw. */
  readonly agents: {
    readonly changed: readonly string[];
    readonly new: readonly string[];
    readonly gone: readonly string[];
  };
  readonly counts: Readonly<Record<GateStatus, number>>;
  /** All but those that are unchanged, in the order of the case file; those that are not in it come last. */
  readonly cases: readonly GateCase[];
  /** Null in a replay, where trials were stopped early, and where no case was compared. */
  readonly suite: GateSuite | null;
  /** The smallest drop of a single case that always passed which would have been called a regression, by the number of trials that most cases had; null in a replay. */
  readonly smallest_drop: { readonly baseline: Counts; readonly now: Counts } | null;
}

const text = string();
const AMOUNT = orNull(number);
const COUNTS = orNull(openObject<Counts>({ passed: number, trials: number }));
const STEP = orNull(openObject<PathStep>({ turn: number, agent: text }));

/** What a result says of its gate. */
export const GATE = openObject<GateResult>({
  baseline: text,
  blessed_at: text,
  verdict: oneOfUnion<GateResult["verdict"]>({ passed: true, regressed: true }),
  rule: oneOfUnion<GateResult["rule"]>({ replay: true, sampled: true }),
  alpha: number,
  agents: openObject<GateResult["agents"]>({
    changed: list(text),
    new: list(text),
    gone: list(text),
  }),
  counts: dictionary(number),
  cases: list(
    openObject<GateCase>({
      id: text,
      line: AMOUNT,
      status: text,
      baseline: COUNTS,
      now: COUNTS,
      p_value: AMOUNT,
      reason: orNull(text),
      divergence: orNull(
        openObject<Divergence>(
          {
            differs: oneOfUnion<Divergence["differs"]>({
              step: true,
              arguments: true,
              result: true,
              context: true,
              state: true,
              wording: true,
            }),
            step: number,
            turn: number,
            tool_answer_differs_at: AMOUNT,
            baseline_trial: number,
            trial: number,
            rows: list(
              openObject<Divergence["rows"][number]>({ step: number, baseline: STEP, now: STEP }),
            ),
          },
          { values: list(openObject<DivergedValue>({ of: text, path: text })) },
        ),
      ),
    }),
  ),
  suite: orNull(
    openObject<GateSuite>({
      cases: number,
      verdict: text,
      baseline_rate: number,
      rate: number,
      difference: number,
      interval: list(number),
      p_value: number,
      detectable: AMOUNT,
    }),
  ),
  smallest_drop: orNull(
    openObject<NonNullable<GateResult["smallest_drop"]>>({ baseline: COUNTS, now: COUNTS }),
  ),
});
