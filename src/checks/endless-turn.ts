import { plural } from "../text/count.ts";
import { completionKey, loopAtEnd } from "../trajectory/loops.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";
import { turnsOf, type Action } from "../trajectory/turns.ts";
import { failed, type CheckResult } from "./scope/check.ts";

/** A model that is still at work after so many completions is not waiting for anybody. */
const MANY = 20;

/**
 * The failed check of a last turn that had not ended in time because its agents go in a loop, or on and on; undefined if
 * they were not at it for long, so that something else took the time.
 */
export function endlessTurn(steps: Trajectory, timeoutMs: number): CheckResult | undefined {
  const last = turnsOf(steps).at(-1);
  if (last === undefined) return undefined;
  const { turn, completions } = last;
  const loop = loopAtEnd(completions.map(completionKey));
  if (loop === undefined && completions.length < MANY) return undefined;
  const took = `turn ${turn} had not ended after ${timeoutMs} ms and ${plural(completions.length, "completion")}`;
  if (loop === undefined)
    return { check: "loop", turn, ...failed(`${took}, and the model still called tools`) };
  const round = completions.slice(loop.start, loop.start + loop.period).map(callsText);
  const same = `the same ${loop.rounds} times in a row: ${round.join(", then ")}`;
  return { check: "loop", turn, ...failed(`${took}: it went in a loop, ${same}`) };
}

/** `Sales called transferToSupport`. */
function callsText(actions: readonly Action[]): string {
  const names = actions.flatMap((action) => (action.type === "call" ? [action.name] : []));
  return `${actions[0]?.agent ?? ""} called ${names.join(", ")}`;
}
