/** A confidence interval; `confidence` is its nominal coverage, 0.95 say. */
export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly confidence: number;
}

/** A number with its interval; the interval is undefined where the data cannot give one. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval | undefined;
}
