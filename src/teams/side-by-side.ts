import { inLane, newBranch } from "../lanes/lane.ts";
import type { LoopEvent } from "../swarm/floor.ts";
import { Strand } from "../swarm/strand.ts";

/**
 * Runs members at once, each in a lane of its own, so that a replay does not depend on which is quicker. The events of the
 * first come as they happen, those of the others after it, member after member. Throws what the first of them throws that
 * fails, once all have come to their end.
 */
export async function* sideBySide<Returned>(
  runs: readonly (() => AsyncGenerator<LoopEvent, Returned>)[],
  names: readonly string[],
): AsyncGenerator<LoopEvent, Returned[]> {
  const strands = runs.map((run, index) => begun(run, names[index] ?? ""));
  const returned: Returned[] = [];
  try {
    for (const strand of strands) returned.push(yield* strand.events());
    return returned;
  } finally {
    await Promise.allSettled(strands.map((strand) => strand.end()));
  }
}

/** A member at work, in a lane of its own. */
function begun<Returned>(
  run: () => AsyncGenerator<LoopEvent, Returned>,
  name: string,
): Strand<Returned> {
  const lane = newBranch();
  if (lane !== undefined) lane.atWork = name;
  const inside = <T>(work: () => T): T => (lane === undefined ? work() : inLane(lane, work));
  return inside(() => new Strand((strand) => strand.play(run())));
}
