import type { PlayedTurn } from "../checks/effects/effects.ts";
import { show } from "../json/show.ts";
import { callsIn } from "../trajectory/message-calls.ts";
import { isHeard, wordsOf } from "../trajectory/words.ts";
import type { TrajectoryStep } from "../trajectory/trajectory.ts";
import { withSteps } from "./calls.ts";
import type { Mutant } from "./mutant.ts";
import { tellingPart, type Known } from "./telling.ts";

/** What an agent says that has done nothing. */
const EXCUSE = "I am sorry, I cannot help you with that.";

/** The last reply of each turn, emptied, and replaced by an excuse. */
export function replyMutants(turns: readonly PlayedTurn[], known: Known): Mutant[] {
  return turns.flatMap(({ turn, steps }): Mutant[] => {
    const at = steps.findLastIndex((step) => isHeard(step));
    const step = steps[at];
    if (step?.type !== "reply" || callsIn(step.message).length > 0) return [];
    const words = wordsOf(step);
    if (words.trim() === "") return [];
    const { agent, message } = step;
    const telling = tellingPart(words, known);
    const saying = (content: string): TrajectoryStep => ({
      ...step,
      message: { ...message, content },
    });
    return (
      [
        ["reply emptied", ""],
        ["reply replaced", EXCUSE],
      ] as const
    ).map(([fault, content]) => ({
      fault,
      turn,
      agent,
      what: show(words, 80),
      needs: { of: "output", telling },
      turns: () => withSteps(turns, turn, steps.with(at, saying(content))),
    }));
  });
}
