import type { Counts } from "../stats/counts.ts";

/** What became of a case since its baseline. */
export type GateStatus =
  /** It does worse, as far as the rule of the gate can show. */
  | "regressed"
  | "improved"
  /** Over both runs it passes in some trials and fails in others, and no difference is shown. */
  | "flaky"
  /** It passes in no trial of either run. */
  | "still_failing"
  /** It passes in every trial of both runs. */
  | "unchanged"
  /** Its text, its judge or the model of an agent differs: it is not compared. */
  | "changed"
  | "new"
  /** It is no longer in the case file. */
  | "removed"
  /** It was left out of this run. */
  | "not_played"
  /** None of its trials came to a verdict. */
  | "errored";

/** An action of an agent and its turn: a call with its outcome, a handoff or a reply. Long texts are cut. */
export type PathStep = { readonly turn: number; readonly agent: string } & (
  | {
      readonly call: string;
      readonly arguments: unknown;
      /** What the model read; not kept if the call only handed off. */
      readonly result?: string;
      readonly error?: string;
      /** What the calls of a message changed in the context variables; kept with the last of them. */
      readonly context_variables?: Readonly<Record<string, unknown>>;
    }
  | { readonly handoff: string }
  | { readonly reply: string }
  /** A team came to its end. */
  | { readonly ended: string }
);

/** The same step on both sides; null if that side has ended. */
interface DivergenceRow {
  /** Counts from 1. */
  readonly step: number;
  readonly baseline: PathStep | null;
  readonly now: PathStep | null;
}

/** A value that differs although the agents did the same. */
export interface DivergedValue {
  readonly of: "context_variables" | "state";
  /** As people write it: `orders["A7"].paid`. */
  readonly path: string;
  /** Absent on the side that has no such value. */
  readonly baseline?: unknown;
  readonly now?: unknown;
}

/** Where a trial of this run diverges from one that passed for the baseline. */
export interface Divergence {
  /**
   * What differs first: who did what, or only the arguments. If neither differs anywhere: an answer of a tool or a
   * change of context variables, then the state at the end, then the wording of a reply.
   */
  readonly differs: "step" | "arguments" | "result" | "context" | "state" | "wording";
  /** The first step that differs, from 1, and its turn. */
  readonly step: number;
  readonly turn: number;
  /** An earlier step at which a tool's answer differs, which may be why; null if none does. */
  readonly tool_answer_differs_at: number | null;
  readonly baseline_trial: number;
  readonly trial: number;
  /** That step and those around it, after the one at which a tool's answer differs. */
  readonly rows: readonly DivergenceRow[];
  /** If the agents did the same: what differs in context variables and in the state at the end. */
  readonly values?: readonly DivergedValue[];
}

/** A case that still passes, and does something else or leaves something else than for the baseline. */
export interface DriftedCase {
  readonly id: string;
  readonly line: number;
  /** How many trials drifted, and one of them: that which the baseline keeps, if it did. */
  readonly trials: number;
  readonly trial: number;
  /** What is not the same, however long it is: what was done, and the state at the end. */
  readonly differs: readonly ("path" | "state")[];
  /** Where; null if the baseline does not keep that much, or that trial. */
  readonly divergence: Divergence | null;
}

/** A case in both runs, or in the one that has it. */
export interface GateCase {
  readonly id: string;
  /** Its line in the case file; null if it is not there or was not read. */
  readonly line: number | null;
  readonly status: GateStatus;
  readonly baseline: Counts | null;
  readonly now: Counts | null;
  /** One-sided in the direction seen, adjusted for the number of cases; null without a test. */
  readonly p_value: number | null;
  /** The first check that failed, if it regressed; why it was not compared, if it was not. */
  readonly reason: string | null;
  /** If it regressed; null if nothing differs in what the baseline keeps. */
  readonly divergence: Divergence | null;
}

/** The suite as a whole, over the cases that were compared. */
export interface GateSuite {
  readonly cases: number;
  readonly verdict: "better" | "worse" | "no difference shown";
  readonly baseline_rate: number;
  readonly rate: number;
  readonly difference: number;
  /** It covers 1 − 2 times the level of the suite's test, so that it goes with it. */
  readonly interval: readonly [lower: number, upper: number];
  /** One-sided in the direction seen. Of older results: two-sided, by one of the other tests. */
  readonly p_value: number;
  readonly test: "mantel-haenszel" | "mcnemar" | "sign-flip";
  /** The smallest drop that is shown with a chance of at least 0.8; null if none can be. */
  readonly detectable: number | null;
}

/** A run compared with its baseline. */
export interface GateResult {
  /** The baseline's file, and the day on which it was blessed. */
  readonly baseline: string;
  readonly blessed_at: string;
  /**
   * `drifted`: nothing regressed, and cases drifted though that was not allowed. `inconclusive`: nothing regressed in what
   * came to a verdict, and some trials did not.
   */
  readonly verdict: "passed" | "regressed" | "drifted" | "inconclusive";
  /** `replay`: each trial that passed and now fails is a regression. `sampled`: the tests decide. */
  readonly rule: "replay" | "sampled";
  /** The chance at most that a run fails in which nothing changed. */
  readonly alpha: number;
  /** How that is shared between all single cases and the suite as a whole. Absent in a replay, and in older results. */
  readonly levels?: { readonly cases: number; readonly suite: number };
  /** Agents that differ from those of the baseline, and those that only one of the two runs saw. */
  readonly agents: {
    readonly changed: readonly string[];
    readonly new: readonly string[];
    readonly gone: readonly string[];
  };
  readonly counts: Readonly<Record<GateStatus, number>>;
  /** How many trials came to no verdict, in how many cases; results before it was known do not say. */
  readonly broke_off?: { readonly trials: number; readonly cases: number };
  /** All that are not unchanged, in the order of the case file; those that are not in it come last. */
  readonly cases: readonly GateCase[];
  /** What drifted in a replay, in the order of the case file; sampled trials take different paths by chance. */
  readonly drift?: { readonly allowed: boolean; readonly cases: readonly DriftedCase[] };
  /** By the first trials of each case, which it has whatever they come to. Null in a replay, and if no case was compared. */
  readonly suite: GateSuite | null;
  /**
   * The mean over cases of what a check of one's own measured in both runs; only checks for which it differs. It decides
   * nothing: a check that demands a score fails its trials.
   */
  readonly scores?: readonly {
    readonly check: string;
    readonly cases: number;
    readonly baseline: number;
    readonly now: number;
  }[];
  /** What the tests could show of a single case, with the trials that most cases had. Null in a replay. */
  readonly smallest_drop: {
    readonly baseline: Counts;
    /** The smallest drop from always passing that is a regression; null if even one to never passing is not. */
    readonly now: Counts | null;
    /** How many trials a baseline needs at least to show anything; null if 1,000 are too few. Older results do not say. */
    readonly baseline_needed?: number | null;
  } | null;
  /** The chance that a case is named as regressed that fell from one pass rate to another. */
  readonly broken_case?: { readonly from: number; readonly to: number; readonly named: number };
}
