import type { Expectation } from "../../cases/expectation.ts";
import { plural } from "../../text/count.ts";
import type { EndedStep, TrajectoryStep } from "../../trajectory/trajectory.ts";
import { failed, passed, type Check } from "../scope/check.ts";

type Expected = NonNullable<Expectation["ended"]>;

/** The last team came to its end for this reason, or each team for its own. */
export const ended: Check<Expected> = (expected, scope) => {
  const ends = scope.steps.filter((step) => step.type === "ended");
  if (typeof expected === "string") {
    const last = ends.at(-1);
    if (last === undefined) return failed(`expected a team to end by ${expected}, none ended`);
    const found = { expected, actual: last.reason };
    return last.reason === expected
      ? { ...passed(shown(last)), ...found }
      : { ...failed(`expected the team to end by ${expected}; ${shown(last)}`), ...found };
  }
  const problems = Object.entries(expected).flatMap(([team, reason]) => {
    const last = ends.findLast(({ agent }) => agent === team);
    if (last === undefined) return [`expected ${team} to end by ${reason}, it did not end`];
    return last.reason === reason ? [] : [`expected ${team} to end by ${reason}; ${shown(last)}`];
  });
  return problems.length > 0 ? failed(problems.join("\n")) : passed(ends.map(shown).join("; "));
};

function shown({ agent, reason, rounds, turn, failed: who = [] }: EndedStep & TrajectoryStep) {
  const members = who.map(({ member, message }) => `, ${member} failed: ${message}`).join("");
  return `${agent} ended in turn ${turn} after ${plural(rounds, "round")} by ${reason}${members}`;
}
