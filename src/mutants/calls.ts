import type { PlayedTurn } from "../checks/effects/effects.ts";
import { show } from "../json/show.ts";
import { answerTo, countCalls } from "../trajectory/calls.ts";
import type { ToolCallStep, TrajectoryStep } from "../trajectory/trajectory.ts";
import { argumentMutants } from "./arguments.ts";
import type { Fault, Mutant, Names, Need } from "./mutant.ts";
import { knownIn, type Known } from "./telling.ts";

type CallStep = TrajectoryStep & ToolCallStep;

/** Each call doubled, made by another agent, of another tool, and with another value in each of its arguments. */
export function callMutants(turns: readonly PlayedTurn[], names: Names): Mutant[] {
  return turns.flatMap(({ turn, steps }) =>
    steps.flatMap((step, at) =>
      step.type === "tool_call" ? mutantsOfCall({ turns, turn, steps, step, at }, names) : [],
    ),
  );
}

/** A call in its place. */
interface PlacedCall {
  readonly turns: readonly PlayedTurn[];
  readonly turn: number;
  readonly steps: readonly TrajectoryStep[];
  readonly step: CallStep;
  readonly at: number;
}

function mutantsOfCall(placed: PlacedCall, names: Names): Mutant[] {
  const { turns, turn, steps, step, at } = placed;
  const { agent, name } = step;
  const answer = answerTo(steps, at);
  const called = `${name}(${show(step.arguments)})`;
  const call = countCalls(steps.slice(0, at));
  const mutant = (
    fault: Fault,
    change: string,
    need: Partial<Need & { of: "tool_calls" }>,
    mutated: () => readonly TrajectoryStep[],
  ): Mutant => ({
    fault,
    turn,
    agent,
    tool: name,
    what: `${called}${change}`,
    needs: { of: "tool_calls", call, pattern: {}, ...need },
    turns: () => withSteps(turns, turn, mutated()),
  });
  const instead = (other: Partial<CallStep>) => () => withCall(steps, at, answer, other);
  const changed = argumentMutants(step.arguments, () => knownBefore(placed)).map(
    ({ path, mutated, value, text }) =>
      mutant(
        "argument changed",
        `: ${text}`,
        { argument: { path, value } },
        instead({ arguments: mutated }),
      ),
  );
  // It is part of a handoff, which has mutants of its own.
  if (handsOver(steps, answer)) return changed;
  const end = Math.max(at, answer) + 1;
  const agents = names.agents.filter((other) => other !== agent).slice(0, 1);
  const tools = names.tools.filter((other) => other !== name).slice(0, 1);
  return [
    mutant("call doubled", "", {}, () => steps.toSpliced(end, 0, ...steps.slice(at, end))),
    ...agents.map((other) => {
      const need = { pattern: { agent } };
      return mutant("call by another agent", `, by ${other}`, need, instead({ agent: other }));
    }),
    ...tools.map((other) =>
      mutant("call of another tool", `, as ${other}`, {}, instead({ name: other })),
    ),
    ...changed,
  ];
}

function knownBefore({ turns, turn, steps, at }: PlacedCall): Known {
  const earlier = turns.filter((played) => played.turn <= turn);
  return knownIn(
    earlier.map((played) =>
      played.turn === turn
        ? { ...played, steps: steps.slice(0, at), after: played.before }
        : played,
    ),
  );
}

/** The turns, one of them with other steps. */
export function withSteps(
  turns: readonly PlayedTurn[],
  turn: number,
  steps: readonly TrajectoryStep[],
): PlayedTurn[] {
  return turns.map((played) => (played.turn === turn ? { ...played, steps } : played));
}

/** The steps with another call in place of the one at `at`; its answer is to that. */
function withCall(
  steps: readonly TrajectoryStep[],
  at: number,
  answer: number,
  call: Partial<CallStep>,
): TrajectoryStep[] {
  const { agent, name } = { ...(steps[at] as CallStep), ...call };
  return steps.map((step, index) => {
    if (index === at) return { ...step, ...call } as TrajectoryStep;
    return index === answer ? ({ ...step, agent, name } as TrajectoryStep) : step;
  });
}

function handsOver(steps: readonly TrajectoryStep[], answer: number): boolean {
  const step = steps[answer];
  return step?.type === "tool_result" && step.to !== undefined;
}
