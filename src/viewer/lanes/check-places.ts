import type { CheckResult, TrialResult } from "../../results/result.ts";
import type { Event } from "./events.ts";

/** Which kind of step each check speaks of; of those in its turn the last is meant, unless its reason names one. */
const SPEAKS_OF: Readonly<Record<string, (event: Event) => boolean>> = {
  agent: handsOver,
  final_agent: handsOver,
  handoffs: handsOver,
  context_variables: ({ changes }) => changes !== undefined,
  tool_errors: ({ action }) => action.type === "call" && action.error !== undefined,
  ended: ({ action }) => action.type === "ended",
  faults: ({ action }) => action.type === "call" && action.fault !== undefined,
};

function handsOver({ to, action }: Event): boolean {
  return to !== undefined && action.type !== "user";
}

/** By the number of an event, the checks that did not pass because of it. All of them have a place if anything happened. */
export function placesOf(
  { checks }: Pick<TrialResult, "checks">,
  events: readonly Event[],
): ReadonlyMap<number, readonly CheckResult[]> {
  const wrong = checks.filter(({ verdict }) => verdict !== "passed");
  const places = new Map<number, CheckResult[]>();
  for (const check of wrong) {
    const number = placeOf(check, events);
    if (number !== undefined) places.set(number, [...(places.get(number) ?? []), check]);
  }
  return places;
}

function placeOf(check: CheckResult, events: readonly Event[]): number | undefined {
  const ofTurn = check.turn === null ? events : events.filter(({ turn }) => turn === check.turn);
  const named = ofTurn.find(({ action }) => action.type === "call" && isNamed(action.name, check));
  const speaksOf = SPEAKS_OF[check.check];
  const kind = speaksOf && ofTurn.findLast(speaksOf);
  return (named ?? kind ?? ofTurn.at(-1))?.number;
}

/** Whether a reason says that this tool should not have been called so. */
function isNamed(tool: string, { check, reason }: CheckResult): boolean {
  if (check === "not_called") return reason.includes(tool);
  if (check !== "tool_calls" && check !== "tool_errors") return false;
  return reason.split("\n").some((line) => {
    const text = line.trimStart();
    return check === "tool_errors"
      ? text.startsWith(`${tool}, called by`)
      : text.startsWith(`+ ${tool}(`) || text.startsWith(`! ${tool}(`);
  });
}
