import type { PlayedTurn } from "../checks/effects/effects.ts";
import { callMutants } from "./calls.ts";
import { handoffMutants } from "./handoffs.ts";
import { lostMutants } from "./lost.ts";
import type { Mutant, Names } from "./mutant.ts";
import { replyMutants } from "./replies.ts";
import { knownIn } from "./telling.ts";

/** All conversations that differ from a recorded one in one thing that is wrong. `names` may stand in place of others. */
export function mutantsOf(turns: readonly PlayedTurn[], names: Names): Mutant[] {
  const known = knownIn(turns);
  return [
    ...lostMutants(turns),
    ...callMutants(turns, names),
    ...handoffMutants(turns, names),
    ...replyMutants(turns, known),
  ];
}
