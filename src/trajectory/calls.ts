import type {
  ContextVariables,
  ReturnedFile,
  ToolCallStep,
  ToolFailure,
  ToolResultStep,
  Trajectory,
  TrajectoryStep,
} from "./trajectory.ts";

/** A tool call with its outcome. */
export interface Call {
  readonly turn: number;
  /** Who called. */
  readonly agent: string;
  readonly name: string;
  /** Parsed, or the raw text if it is not JSON or the tool is a custom one. */
  readonly arguments: unknown;
  readonly executed: boolean;
  /** What the model read; undefined if the call was not executed, or not answered before the run ended. */
  readonly result: string | undefined;
  /** What went wrong, and of what kind it is; undefined if the call did not fail. */
  readonly error: string | undefined;
  readonly failure?: ToolFailure | undefined;
  readonly file?: ReturnedFile | undefined;
  /** The fault that its case put in. */
  readonly fault?: string | undefined;
  /** The agent that the tool returned, whether or not a later call of the message returned another. */
  readonly to?: string | undefined;
  /** What the calls of a message changed in the context variables; it stands with the last of them. */
  readonly contextVariables?: ContextVariables;
}

/** The tool calls of a trajectory in the order in which they were made, handoffs among them. */
export function callsOf(trajectory: Trajectory): Call[] {
  const calls: Call[] = [];
  const made: CallInTrajectory[] = [];
  for (const step of trajectory) {
    if (step.type === "tool_call") {
      const { turn, agent, name, arguments: args, executed } = step;
      const unanswered = { result: undefined, error: undefined };
      made.push({ step, isOpen: executed });
      calls.push({ turn, agent, name, arguments: args, executed, ...unanswered });
    } else if (step.type === "tool_result") {
      const index = made.findLastIndex(({ step: call, isOpen }) => isOpen && isAnswer(step, call));
      const call = calls[index];
      if (call === undefined) continue;
      (made[index] as CallInTrajectory).isOpen = false;
      const { content: result, error, failure, file, fault, to } = step;
      calls[index] = { ...call, result, error, failure, file, fault, to };
    } else if (step.type === "context_change") {
      const index = calls.findLastIndex(({ agent }) => agent === step.agent);
      const call = calls[index];
      if (call !== undefined) calls[index] = { ...call, contextVariables: step.changes };
    }
  }
  return calls;
}

interface CallInTrajectory {
  readonly step: ToolCallStep;
  isOpen: boolean;
}

/** Whether a step can be the answer to a call. It is that to the latest such call that has none. */
export function isAnswer(
  { agent, name, id }: ToolResultStep,
  call: Pick<ToolCallStep, "agent" | "name" | "id">,
): boolean {
  return call.agent === agent && call.name === name && call.id === id;
}

/**
 * The index of the answer to the call at `call`; -1 if it has none. What the tool had others do stands between the two.
 */
export function answerTo(steps: Trajectory, call: number): number {
  const made = steps[call];
  if (made?.type !== "tool_call" || !made.executed) return -1;
  let open = 1;
  for (let index = call + 1; index < steps.length; index++) {
    const step = steps[index] as TrajectoryStep;
    // A tool may have its caller call it again.
    if (step.type === "tool_call" && step.executed && isSameCall(step, made)) open++;
    else if (step.type === "tool_result" && isAnswer(step, made)) open--;
    if (open === 0) return index;
  }
  return -1;
}

/** The steps without what others did to whom a tool gave the floor: those are between its call and its answer. */
export function outerSteps(steps: Trajectory): Trajectory {
  const outer: TrajectoryStep[] = [];
  let next = 0;
  for (const [index, step] of steps.entries()) {
    if (index < next) continue;
    outer.push(step);
    next = answerTo(steps, index);
  }
  return outer;
}

function isSameCall(one: ToolCallStep, other: ToolCallStep): boolean {
  return one.agent === other.agent && one.name === other.name && one.id === other.id;
}

/** How many calls a trajectory has. */
export function countCalls(trajectory: Trajectory): number {
  return trajectory.filter(({ type }) => type === "tool_call").length;
}
