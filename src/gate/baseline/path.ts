import { canonicalJson } from "../../json/canonical.ts";
import type { PathStep } from "../../results/gate-result.ts";
import type { TrialResult } from "../../results/result.ts";
import { cut } from "../../text/printable.ts";
import { turnsOf } from "../../trajectory/turns.ts";
import type { Action, CallAction } from "../../trajectory/turns.ts";

const LONGEST_TEXT = 200;
const LONGEST_ARGUMENTS = 400;
const LONGEST_STATE = 4000;

/** What the agents did in a trial, as a baseline keeps it: replies, calls with their outcome, handoffs. */
export function pathOf({ steps }: Pick<TrialResult, "steps">): PathStep[] {
  return turnsOf(steps).flatMap(({ actions }) => actions.flatMap(pathStep));
}

function pathStep(action: Action): PathStep[] {
  const { type, turn, agent } = action;
  if (type === "handoff") return [{ turn, agent, handoff: action.to }];
  if (type === "call") return [{ turn, agent, ...callStep(action) }];
  const said = action.text.trim();
  return said === "" || action.refused ? [] : [{ turn, agent, reply: cut(said, LONGEST_TEXT) }];
}

function callStep(call: CallAction) {
  const { name, arguments: args, result, error, to, handsOff, contextVariables: changes } = call;
  // The answer to a handoff only names the agent, which the next step does too.
  const answered = !handsOff || result !== JSON.stringify({ assistant: to });
  return {
    call: name,
    arguments: shortValue(args, LONGEST_ARGUMENTS),
    ...(answered && result !== undefined ? { result: cut(result, LONGEST_TEXT) } : {}),
    ...(error === undefined ? {} : { error: cut(error, LONGEST_TEXT) }),
    ...(changes === undefined ? {} : { context_variables: shortValues(changes) }),
  };
}

function shortValues(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [key, shortValue(value, LONGEST_ARGUMENTS)]),
  );
}

/** The state at the end of a trial, as a baseline keeps it; undefined where there is none, or one that a review should not have to read. */
export function stateOf({ state }: Pick<TrialResult, "state">): unknown {
  const kept = state !== null && JSON.stringify(state).length <= LONGEST_STATE;
  return kept ? state : undefined;
}

/** A value that a review can be asked to read: one whose JSON is longer than so many characters is a text that is cut. */
export function shortValue(value: unknown, most: number): unknown {
  const text = canonicalJson(value);
  return text.length > most ? cut(text, most) : value;
}
