import { ablations, type Ablation, type PlayedTurn } from "../checks/effects/effects.ts";
import type { Fault, Mutant, Need } from "./mutant.ts";
import { countCalls } from "../trajectory/calls.ts";

const FAULTS: Readonly<Record<Ablation["effect"]["of"], Fault>> = {
  call: "call dropped",
  handoff: "handoff missing",
  context_variables: "context change lost",
  state: "state change lost",
};

/** Each call, handoff and changed value missing. */
export function lostMutants(turns: readonly PlayedTurn[]): Mutant[] {
  return ablations(turns).map((ablation) => {
    const { effect, step, without } = ablation;
    const { turn, agent, of, what, before = "not set", after = "not set" } = effect;
    const isValue = of === "context_variables" || of === "state";
    return {
      fault: FAULTS[of],
      turn,
      agent,
      ...(step?.type === "tool_call" ? { tool: step.name } : {}),
      ...(step?.type === "handoff" ? { edge: `${agent} → ${step.to}` } : {}),
      what: isValue ? `${of}.${what}: ${after} stays ${before}` : what,
      needs: needsOf(turns, ablation),
      turns: without,
    };
  });
}

function needsOf(turns: readonly PlayedTurn[], { effect, step, path = [] }: Ablation): Need {
  const { of, turn } = effect;
  if (of === "handoff") return { of: "handoffs" };
  if (of !== "call") return { of, path };
  const steps = turns.find((played) => played.turn === turn)?.steps ?? [];
  const before = steps.slice(0, steps.indexOf(step as (typeof steps)[number]));
  return { of: "tool_calls", call: countCalls(before), pattern: {} };
}
