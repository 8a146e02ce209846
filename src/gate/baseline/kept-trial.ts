import { canonicalJson } from "../../json/canonical.ts";
import type { PathStep } from "../../results/gate-result.ts";
import type { TrialResult } from "../../results/result.ts";
import { cut } from "../../text/printable.ts";
import { turnsOf, type Action, type CallAction } from "../../trajectory/turns.ts";

const LONGEST_TEXT = 200;
const LONGEST_ARGUMENTS = 400;
const LONGEST_STATE = 4000;

/** What a baseline keeps of a trial, short enough for a review. */
export interface KeptTrial {
  readonly trial: number;
  readonly path: readonly PathStep[];
  /** The state at its end; absent if there is none, or a long one. */
  readonly state?: unknown;
}

export function keptTrial({ trial, steps, state }: TrialResult): KeptTrial {
  const isKept = state !== null && JSON.stringify(state).length <= LONGEST_STATE;
  return { trial, path: pathOf({ steps }), ...(isKept ? { state } : {}) };
}

/** What the agents did: replies, calls with their outcome, handoffs. */
export function pathOf({ steps }: Pick<TrialResult, "steps">): PathStep[] {
  return turnsOf(steps).flatMap(({ actions }) => actions.flatMap(pathStep));
}

function pathStep(action: Action): PathStep[] {
  const { type, turn, agent } = action;
  if (type === "turn_limit") return [];
  // What it printed is what its runner says next.
  if (type === "code") return [];
  if (type === "said") return [{ turn, agent, reply: cut(action.text, LONGEST_TEXT) }];
  if (type === "ended") return [{ turn, agent, ended: action.reason }];
  if (type === "handoff") return [{ turn, agent, handoff: action.to }];
  if (type === "call") return [{ turn, agent, ...callStep(action) }];
  const reply = action.text.trim();
  return reply === "" || action.refused ? [] : [{ turn, agent, reply: cut(reply, LONGEST_TEXT) }];
}

function callStep(call: CallAction) {
  const { name, arguments: args, result, error, to, handsOff, contextVariables: changes } = call;
  // The answer to a handoff only names the agent, as the next step does.
  const isAnswer = !handsOff || result !== JSON.stringify({ assistant: to });
  return {
    call: name,
    arguments: shortValue(args, LONGEST_ARGUMENTS),
    ...(isAnswer && result !== undefined ? { result: cut(result, LONGEST_TEXT) } : {}),
    ...(error === undefined ? {} : { error: cut(error, LONGEST_TEXT) }),
    ...(changes === undefined ? {} : { context_variables: shortValues(changes) }),
  };
}

function shortValues(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [key, shortValue(value, LONGEST_ARGUMENTS)]),
  );
}

/** A value whose JSON has at most `most` characters; the beginning of that JSON otherwise. */
export function shortValue(value: unknown, most: number): unknown {
  const text = canonicalJson(value);
  return text.length > most ? cut(text, most) : value;
}
