import { median, type Measured } from "./measured.ts";

/** What two kinds of run took, in the order in which they were made. */
export interface Paired {
  readonly ours: readonly Measured[];
  readonly floor: readonly Measured[];
}

/** Runs both in turn, so many times after one that is not counted: what is compared was measured while the machine was equally fast. */
export async function paired(
  rounds: number,
  ours: () => Promise<Measured>,
  floor: () => Promise<Measured>,
): Promise<Paired> {
  const runs = { ours: [] as Measured[], floor: [] as Measured[] };
  for (let round = -1; round < rounds; round++) {
    const [one, other] = [await ours(), await floor()];
    if (round < 0) continue;
    runs.ours.push(one);
    runs.floor.push(other);
  }
  return runs;
}

/** The median of ours ÷ floor, pair by pair. */
export function ratio({ ours, floor }: Paired, of: "wallMs" | "cpuMs"): number {
  return median(ours.map((run, round) => run[of] / (floor[round] as Measured)[of]));
}

/** The median of one figure of some runs. */
export function medianOf(runs: readonly Measured[], of: keyof Measured): number {
  return median(runs.map((run) => run[of]));
}
