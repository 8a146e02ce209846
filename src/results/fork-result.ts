import type { GateSuite } from "./gate-result.ts";

/** Trials that begin as a case was recorded, and go on with something else, each way of it against the first. */
export interface ForkResult {
  readonly version: 1;
  readonly suite: string;
  readonly case: string;
  /** The turn, or the step of it, at which the recordings are left: `2` or `2.3`. */
  readonly at: string;
  readonly alpha: number;
  /** How the recordings go on themselves, for nothing. */
  readonly recorded: ForkArm;
  /** Those that went on live. All others are compared with the first. */
  readonly arms: readonly ForkArm[];
  readonly comparisons: readonly (ForkComparison | null)[];
}

/** One way in which trials go on. */
export interface ForkArm {
  /** `as it is`, a model, a variant, an agents module, or what the user says. */
  readonly label: string;
  readonly result_file: string;
  /** Those that count, and those of them that passed. */
  readonly trials: number;
  readonly passed: number;
  readonly errored: number;
  readonly first_error: string | null;
  /** A 95 % interval of the rate at which trials pass that begin in these states. */
  readonly interval: readonly [lower: number, upper: number] | null;
  /** US dollars for all trials, with what their recordings took; null if a price is not known. */
  readonly cost: number | null;
  /** Of trials that followed their recording by place: how many asked something else, and where the first did. */
  readonly strayed: { readonly trials: number; readonly first: string } | null;
  /** What went wrong, the most frequent first. */
  readonly failures: readonly { readonly reason: string; readonly trials: number }[];
}

/** How two ways compare, over the recordings that trials began as. */
export interface ForkComparison extends Pick<
  GateSuite,
  "verdict" | "difference" | "interval" | "detectable"
> {
  readonly reference: string;
  readonly candidate: string;
  /** How many recordings trials of both began as. */
  readonly states: number;
  /** Two-sided, adjusted for the number of comparisons. */
  readonly p_value: number;
}
