import type { PlayedTurn } from "../checks/effects/effects.ts";
import { outerSteps } from "../trajectory/calls.ts";
import type { TrajectoryStep } from "../trajectory/trajectory.ts";
import type { Mutant, Names } from "./mutant.ts";

/** Each handoff to another agent, which then does all that the right one did, until it hands on. */
export function handoffMutants(turns: readonly PlayedTurn[], { agents }: Names): Mutant[] {
  return turns.flatMap(({ turn, steps }) =>
    steps.flatMap((step): Mutant[] => {
      if (step.type !== "handoff" || !outerSteps(steps).includes(step)) return [];
      const { agent, to } = step;
      const wrong = agents.find((name) => name !== agent && name !== to);
      if (wrong === undefined) return [];
      return [
        {
          fault: "handoff elsewhere",
          turn,
          agent,
          edge: `${agent} → ${to}`,
          what: `to ${wrong} in place of ${to}`,
          needs: { of: "handoffs" },
          turns: () => handedTo(turns, step, wrong),
        },
      ];
    }),
  );
}

/** The turns in which a handoff led to another agent. */
function handedTo(
  turns: readonly PlayedTurn[],
  handoff: TrajectoryStep & { readonly to: string },
  wrong: string,
): PlayedTurn[] {
  const { to } = handoff;
  let isBefore = true;
  let isOver = false;
  const renamed = (name: string): string => (!isBefore && !isOver && name === to ? wrong : name);
  return turns.map((played) => {
    const before = { ...played.before, agent: renamed(played.before.agent) };
    const at = played.steps.indexOf(handoff);
    const made = played.steps.findLastIndex(
      (step, index) => index < at && step.type === "tool_result" && step.to === to,
    );
    const steps = played.steps.map((step, index): TrajectoryStep => {
      if (step === handoff) {
        isBefore = false;
        return { ...handoff, to: wrong } as TrajectoryStep;
      }
      if (index === made && step.type === "tool_result") return { ...step, to: wrong };
      const own = { ...step, agent: renamed(step.agent) };
      if (step.type === "handoff" && !isBefore && step.agent === to) isOver = true;
      return own;
    });
    return {
      ...played,
      steps,
      before,
      after: { ...played.after, agent: renamed(played.after.agent) },
    };
  });
}
