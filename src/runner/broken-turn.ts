import type { Case } from "../cases/case.ts";
import type { TurnResult } from "../results/result.ts";
import type { Step } from "../swarm/trajectory.ts";
import type { Playing } from "./play-case.ts";

/** The turn in which a trial broke off, with what was said and done until then; undefined where it broke off in none. */
export function brokenTurn({ turns }: Case, playing: Playing): TurnResult | undefined {
  const script = turns[playing.turn - 1];
  if (script === undefined || playing.turns.length === playing.turn) return undefined;
  const steps = playing.steps.filter(({ turn }) => turn === playing.turn);
  return {
    user: script.user,
    messages: steps.flatMap(messageOf),
    agent: playing.agent ?? "",
    broke_off: true,
  };
}

/** The message that a step added to the conversation, as the loop returns it; empty where it added none. */
function messageOf(step: Step): TurnResult["messages"] {
  if (step.type === "reply") return [{ ...step.message, sender: step.agent }];
  if (step.type !== "tool_result") return [];
  return [{ role: "tool", tool_call_id: step.id, content: step.content, tool_name: step.name }];
}
