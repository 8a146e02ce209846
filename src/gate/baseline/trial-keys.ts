import { valueKey } from "../../json/canonical.ts";
import type { TrialResult } from "../../results/result.ts";
import { turnsOf, type Action } from "../../trajectory/turns.ts";

/** What tells two trials apart by all that was done in them and all that they left, which is too long to be kept. */
export interface TrialKeys {
  readonly trial: number;
  /** A hash of every call with its arguments and outcome, handoff and change of context variables; not of words. */
  readonly path: string;
  /** A hash of the state at the end; absent if there is none. */
  readonly state?: string;
}

export function trialKeys({ trial, steps, state }: TrialResult): TrialKeys {
  const path = turnsOf(steps).flatMap(({ actions }) => actions.flatMap(deed));
  return { trial, path: key(path), ...(state === null ? {} : { state: key(state) }) };
}

/** An action without its wording. */
function deed(action: Action): unknown[] {
  const { type, turn, agent } = action;
  if (type === "call") {
    const { text: _text, ...call } = action;
    return [call];
  }
  if (type !== "reply") return [action];
  return action.text.trim() === "" || action.refused ? [] : [{ type, turn, agent }];
}

/** 8 hexadecimal digits: it must be short in a review, and is compared with one other. */
function key(value: unknown): string {
  return valueKey(value).slice(0, 8);
}
