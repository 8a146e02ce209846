import type { Case } from "../cases/case.ts";
import type { TurnResult } from "../results/result.ts";
import { isSpeaking, notedMessage } from "../swarm/noted-message.ts";
import type { Playing } from "./playing.ts";

/** The turn in which a trial broke off, with what was said and done until then; undefined where it broke off in none. */
export function brokenTurn({ turns }: Case, playing: Playing): TurnResult | undefined {
  const script = turns[playing.turn - 1];
  if (script === undefined || playing.turns.length === playing.turn) return undefined;
  const steps = playing.steps.filter(({ turn }) => turn === playing.turn);
  return {
    user: script.user,
    messages: steps.flatMap((step) => (isSpeaking(step) ? [notedMessage(step)] : [])),
    agent: playing.agent ?? "",
    broke_off: true,
  };
}
