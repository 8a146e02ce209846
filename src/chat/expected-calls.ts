import type { CallListLine } from "../cases/rules/case-line.ts";
import { callsOf } from "../trajectory/calls.ts";
import type { Call } from "../trajectory/calls.ts";
import type { Trajectory } from "../trajectory/trajectory.ts";
import { literal } from "./changed-values.ts";

/** The calls of a turn as a person would write them down: a handoff without arguments by its name alone, for the route says the rest. */
export function expectedCalls(steps: Trajectory): CallListLine {
  const handoffs = callsThatHandOff(steps);
  return callsOf(steps).map((call, index) => written(call, handoffs.has(index)));
}

function written(call: Call, handsOff: boolean): CallListLine[number] {
  const { name, agent, error, arguments: given } = call;
  const bare = JSON.stringify(given) === "{}";
  if (bare && handsOff && error === undefined) return name;
  return {
    name,
    ...(bare ? {} : { arguments: literal(given) }),
    agent,
    ...(error === undefined ? {} : { error: true }),
  };
}

/** The positions of calls whose message ended in a handoff. */
function callsThatHandOff(steps: Trajectory): Set<number> {
  const found = new Set<number>();
  let first = 0;
  let calls = 0;
  for (const { type } of steps) {
    if (type === "reply") first = calls;
    else if (type === "tool_call") calls++;
    else if (type === "handoff") for (let index = first; index < calls; index++) found.add(index);
  }
  return found;
}
