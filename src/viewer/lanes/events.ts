import type { TrialResult } from "../../results/result.ts";
import type { ReplyStep, TrajectoryStep } from "../../trajectory/trajectory.ts";
import { asSteps, turnsOf, type Action } from "../../trajectory/turns.ts";

/** Who stands on the first lane. An agent may be called "User", but none has no name. */
export const USER = "";

/** Something in a conversation that has a place on a lane. */
export interface Event {
  /** Counts the events of a trial from 1. */
  readonly number: number;
  readonly turn: number;
  /** Who did it: an agent, a member, or `USER`. */
  readonly lane: string;
  /** To whose lane it leads: whom a user speaks to, whom an agent hands to. */
  readonly to?: string | undefined;
  readonly action:
    | Action
    | { readonly type: "user"; readonly content: unknown; readonly simulated: boolean };
  /** Of the first event of a completion, the reply that it is or comes from. */
  readonly reply?: ReplyStep | undefined;
  /** Milliseconds that its completion and its call took; undefined if that is not known. */
  readonly ms?: number | undefined;
  /** What it changed in the context variables. */
  readonly changes?: Readonly<Record<string, unknown>> | undefined;
}

/** The events of a completion, or a user's message. */
export type Group = readonly Event[];

/** The events of each turn, by completion. */
export function eventsOf({ steps }: Pick<TrialResult, "steps">): Group[][] {
  let number = 0;
  const byTurn = Map.groupBy(steps, ({ turn }) => turn);
  return turnsOf(steps).map(({ turn, completions }) => {
    const ofTurn = byTurn.get(turn) ?? [];
    const groups = groupsOf(ofTurn, steps);
    const [user] = ofTurn;
    const message: Event[] =
      user?.type === "user"
        ? [
            {
              number: ++number,
              turn,
              lane: USER,
              to: user.agent,
              action: { type: "user", content: user.content, simulated: user.simulated === true },
            },
          ]
        : [];
    return [
      message,
      ...completions.map((actions, index) =>
        asSteps(actions).map((action, at): Event => {
          const { reply, first, answers } = groups[index] ?? NOTHING;
          return {
            number: ++number,
            turn,
            lane: action.agent,
            to: targetOf(action),
            action,
            reply: at === 0 ? reply : undefined,
            ms: sum(
              at === 0 ? first : undefined,
              action.type === "call" ? answers.shift() : undefined,
            ),
            changes: action.type === "call" ? action.contextVariables : undefined,
          };
        }),
      ),
    ].filter((group) => group.length > 0);
  });
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined ? other : one + (other ?? 0);
}

function targetOf(action: Action): string | undefined {
  if (action.type === "handoff") return action.to;
  return action.type === "call" && action.handsOff ? action.to : undefined;
}

/** What a completion took, and each of its calls. */
interface Taken {
  readonly reply: ReplyStep | undefined;
  readonly first: number | undefined;
  readonly answers: (number | undefined)[];
}

const NOTHING: Taken = { reply: undefined, first: undefined, answers: [] };
const BEGINS: ReadonlySet<TrajectoryStep["type"]> = new Set(["reply", "said", "code", "ended"]);

function groupsOf(ofTurn: readonly TrajectoryStep[], all: readonly TrajectoryStep[]): Taken[] {
  const groups: Taken[] = [];
  const isTimed = all.some(({ at }) => at > 0);
  for (const [index, step] of ofTurn.entries()) {
    const before = ofTurn[index - 1];
    const ms = isTimed && before !== undefined ? step.at - before.at : undefined;
    if (BEGINS.has(step.type)) {
      const reply = step.type === "reply" ? step : undefined;
      groups.push({ reply, first: ms, answers: [] });
    } else if (step.type === "tool_result") groups.at(-1)?.answers.push(ms);
  }
  return groups;
}

/** Everybody in the order of their lanes: the user, then those who act and whom they hand to. */
export function lanesOf(turns: readonly (readonly Group[])[]): string[] {
  const names = turns.flat(2).flatMap(({ lane, to }) => (to === undefined ? [lane] : [lane, to]));
  return [...new Set([USER, ...names])];
}

/** What makes two completions the same round of a loop: who called which tools. Each that calls none differs. */
export function roundKey(group: Group, index: number): string {
  const names = group.flatMap(({ action }) => (action.type === "call" ? [action.name] : []));
  return JSON.stringify(names.length === 0 ? index : [group[0]?.lane, ...names]);
}
