import type { Case } from "../../cases/case.ts";
import { TrialTime } from "../../clock/trial-time.ts";
import type { Lane } from "../../lanes/lane.ts";
import type { TrafficMode } from "../../results/result.ts";
import type { TapeClock } from "../../traffic/tape/tape.ts";

/** What a case fixes of time and chance. */
export type Fixed = Pick<Case, "now" | "seed">;

/**
 * The clock of a trial, as its case fixes it, else as it was recorded. If neither says it, one that is recorded starts
 * now; for others it is undefined, and time and chance are real.
 */
export function clockOf(
  mode: TrafficMode,
  { now, seed }: Fixed,
  recorded: TapeClock | undefined,
): TapeClock | undefined {
  const isRecorded = mode === "record" || mode === "update";
  const isGiven = now !== undefined || seed !== undefined || recorded !== undefined;
  if (!isRecorded && !isGiven) return undefined;
  return {
    now: now === undefined && recorded ? recorded.now : new Date(now ?? Date.now()).toISOString(),
    seed: String(seed ?? recorded?.seed ?? newSeed()),
  };
}

/** The time of a trial whose clock is this, as in `TrialTime`; undefined if it is real. */
export function timeOf(
  clock: TapeClock | undefined,
  first: Lane,
  elapsed?: () => number,
): TrialTime | undefined {
  if (clock === undefined) return undefined;
  return new TrialTime({ now: Date.parse(clock.now), seed: clock.seed }, first, elapsed);
}

function newSeed(): string {
  return Math.random().toString(36).slice(2);
}
