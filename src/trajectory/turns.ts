import { contentText } from "./content.ts";
import { callsOf, isAnswer, outerSteps, type Call } from "./calls.ts";
import { callsIn } from "./message-calls.ts";
import { remarksOn } from "./remarks.ts";
import { addsMessage, annotatedMessage, type AnnotatedMessage } from "./messages.ts";
import type {
  CodeStep,
  Content,
  EndedStep,
  ToolResultStep,
  Trajectory,
  TrajectoryStep,
} from "./trajectory.ts";

/** An agent said something, refused to, or answered with nothing at all, or something must be known of its reply. */
interface ReplyAction {
  readonly type: "reply";
  readonly turn: number;
  readonly agent: string;
  readonly text: string;
  readonly refused: boolean;
  /** What must be known of the reply beside its words, each to stand behind "the reply". */
  readonly remarks: readonly string[];
  /** Whether the reply neither says nor calls anything. */
  readonly silent: boolean;
}

/** An agent called a tool. */
export interface CallAction extends Call {
  readonly type: "call";
  /** The arguments, or a custom tool's input, as the model wrote them. */
  readonly text: string;
  /** Whether the handoff that took effect was this call's. */
  readonly handsOff: boolean;
}

/** An agent handed the conversation on. */
interface HandoffAction {
  readonly type: "handoff";
  readonly turn: number;
  readonly agent: string;
  readonly to: string;
  /** Whether a call made it: a result of version 1 may not tell which. */
  readonly byCall: boolean;
}

/** A member of a team that is no agent said something. */
interface SaidAction {
  readonly type: "said";
  readonly turn: number;
  readonly agent: string;
  readonly text: string;
}

/** A program ran that an agent wrote. */
interface CodeAction extends CodeStep {
  readonly turn: number;
}

/** A team came to its end. */
interface EndedAction extends Pick<EndedStep, "type" | "reason" | "rounds" | "failed"> {
  readonly turn: number;
  readonly agent: string;
}

/** The turn was over, although the agent would have been asked again. */
interface TurnLimitAction {
  readonly type: "turn_limit";
  readonly turn: number;
  readonly agent: string;
  /** How many completions the turn might take. */
  readonly max: number;
}

/** Something that an agent did, or was kept from doing. */
export type Action =
  | ReplyAction
  | CallAction
  | HandoffAction
  | TurnLimitAction
  | SaidAction
  | CodeAction
  | EndedAction;

/** A user's message, and all that was done until the next one. */
export interface Turn {
  /** Counts from 1. */
  readonly turn: number;
  readonly user: Content;
  /** Who is active at the end. */
  readonly agent: string;
  /** The messages that the turn added to the conversation. */
  readonly messages: readonly AnnotatedMessage[];
  readonly actions: readonly Action[];
  /** The same by the completion that they followed from. */
  readonly completions: readonly (readonly Action[])[];
}

/** Those of actions that readers count as steps: a handoff that a call made is a part of that. */
export function asSteps(actions: readonly Action[]): Action[] {
  return actions.filter((action) => action.type !== "handoff" || !action.byCall);
}

/** The turns of a trajectory, with the actions of each in order. */
export function turnsOf(trajectory: Trajectory): Turn[] {
  const turns: TrajectoryStep[][] = [];
  for (const step of trajectory) {
    if (step.type === "user") turns.push([]);
    turns.at(-1)?.push(step);
  }
  return turns.map(turnOf);
}

function turnOf(steps: Trajectory): Turn {
  const [first] = steps;
  if (first?.type !== "user") throw new TypeError("A turn begins with a user's message.");
  const handoff = outerSteps(steps).findLast((step) => step.type === "handoff");
  return {
    turn: first.turn,
    user: first.content,
    agent: handoff?.to ?? first.agent,
    messages: steps.flatMap((step) => (addsMessage(step) ? [annotatedMessage(step)] : [])),
    // A result file, which has the turns of every trial, does without.
    get actions() {
      return this.completions.flat();
    },
    get completions() {
      return completionsOf(steps).map(actionsOf);
    },
  };
}

/** What stands for itself: a reply with what came of its calls, and what no model said. */
const BEGINS: ReadonlySet<TrajectoryStep["type"]> = new Set(["reply", "said", "code", "ended"]);

/** The steps of each completion: the reply, and what came of its calls. */
function completionsOf(steps: Trajectory): TrajectoryStep[][] {
  const completions: TrajectoryStep[][] = [];
  let current: TrajectoryStep[] | undefined;
  for (const step of steps) {
    if (BEGINS.has(step.type)) completions.push((current = []));
    // Of a call whose tool gave others the floor, the answer comes after what they did.
    else if (step.type === "tool_result")
      current = completions.findLast((one) => isUnanswered(one, step)) ?? current;
    current?.push(step);
  }
  return completions;
}

/** Whether a completion has a call that a step answers, and none of its answers is to that. */
function isUnanswered(completion: Trajectory, answer: ToolResultStep): boolean {
  const count = completion.reduce((open, step) => {
    if (step.type === "tool_call" && isAnswer(answer, step)) return open + 1;
    return step.type === "tool_result" && isAnswer(answer, step) ? open - 1 : open;
  }, 0);
  return count > 0;
}

function actionsOf(steps: Trajectory): Action[] {
  const [reply] = steps;
  if (reply?.type === "said")
    return [{ type: "said", turn: reply.turn, agent: reply.agent, text: reply.content }];
  if (reply?.type === "code") {
    const { at: _at, ...action } = reply;
    return [action];
  }
  if (reply?.type === "ended") {
    const { type, turn, agent, reason, rounds, failed } = reply;
    return [{ type, turn, agent, reason, rounds, failed }];
  }
  if (reply?.type !== "reply") return [];
  const { turn, agent, message } = reply;
  const said = contentText(message.content);
  const text = said === "" ? (message.refusal ?? "") : said;
  const remarks = remarksOn(reply);
  const handoff = steps.find((step) => step.type === "handoff");
  const limit = steps.find((step) => step.type === "turn_limit");
  const made = callsOf(steps);
  const handingOff = handoff === undefined ? -1 : made.findLastIndex(({ to }) => to === handoff.to);
  const calls = callsIn(message).map(({ name, text: written }, index): Action => {
    // A run that ended among the calls of a message did not come to the later ones.
    const unmade = { turn, agent, name, arguments: written, executed: true };
    const outcome = made[index] ?? { ...unmade, result: undefined, error: undefined };
    return { ...outcome, type: "call", text: written, handsOff: index === handingOff };
  });
  const silent = text.trim() === "" && calls.length === 0;
  const refused = said === "" && text !== "";
  return [
    ...(text === "" && !silent && remarks.length === 0
      ? []
      : [{ type: "reply" as const, turn, agent, text, refused, silent, remarks }]),
    ...calls,
    ...(handoff === undefined
      ? []
      : [{ type: "handoff" as const, turn, agent, to: handoff.to, byCall: handingOff >= 0 }]),
    ...(limit === undefined
      ? []
      : [{ type: "turn_limit" as const, turn, agent: limit.agent, max: limit.max_turns }]),
  ];
}
