import type { Expectation } from "../../cases/expectation.ts";
import { plural } from "../../text/count.ts";
import { handoffsOf, type Handoff } from "../../trajectory/handoffs.ts";
import { foldedRoute } from "../../trajectory/loops.ts";
import { failed, passed, type Check } from "../scope/check.ts";
import { matchList } from "../matching/match-list.ts";

type Expected = NonNullable<Expectation["handoffs"]>;

/** The conversation was handed along this route, over no forbidden edge, and not too often. */
export const handoffs: Check<Expected> = ({ mode, route, never = [], max }, scope) => {
  const made = handoffsOf(scope.steps);
  const problems = [
    ...(route === undefined ? [] : routeProblems(mode, route, made)),
    ...never.flatMap((edge) => forbiddenProblem(edge, made)),
    ...(max !== undefined && made.length > max
      ? [`expected at most ${plural(max, "handoff")}, got ${made.length}`]
      : []),
  ];
  const taken = describeRoute(made);
  const found = problems.length === 0 ? passed(taken) : failed([...problems, taken].join("\n"));
  // A looser mode does not say which agent was expected where.
  if (mode !== "exact" || route === undefined) return found;
  return { ...found, expected: route, actual: made.map(({ to }) => to) };
};

function routeProblems(
  mode: Expected["mode"],
  route: readonly string[],
  made: readonly Handoff[],
): string[] {
  const fits = (expected: number, actual: number): boolean => route[expected] === made[actual]?.to;
  const { holds, pairs } = matchList(mode, {
    expectedCount: route.length,
    actualCount: made.length,
    fits,
    candidates: () =>
      route.map((_, expected) => [...made.keys()].filter((actual) => fits(expected, actual))),
  });
  if (holds) return [];
  if (route.length === 0) return ["expected no handoffs"];
  const names = cutList(route, ", ");
  switch (mode) {
    case "exact":
      return [`expected handoffs to ${names}, and no others; ${firstDifference(route, made)}`];
    case "in_order": {
      const first = pairs.indexOf(undefined);
      const missing = `${route[first]} is missing${first === 0 ? "" : ` after ${route[first - 1]}`}`;
      return [`expected handoffs to ${names} in this order (others may come between); ${missing}`];
    }
    case "any_order": {
      const missing = route.filter((_, index) => pairs[index] === undefined);
      return [
        `expected handoffs to ${names} in any order (others may be made too); missing: ${cutList(missing, ", ")}`,
      ];
    }
    case "subset": {
      const extra = made.filter((_, index) => !pairs.includes(index)).map(showHandoff);
      return [
        `expected handoffs only to ${names}, each at most once; not in the list: ${cutList(extra, ", ")}`,
      ];
    }
  }
}

function forbiddenProblem(
  [from, to]: readonly [string, string],
  made: readonly Handoff[],
): string[] {
  const turns = made.filter((edge) => edge.from === from && edge.to === to).map(({ turn }) => turn);
  if (turns.length === 0) return [];
  return [`expected no handoff ${from} → ${to}, got one in turn ${[...new Set(turns)].join(", ")}`];
}

function firstDifference(route: readonly string[], made: readonly Handoff[]): string {
  let index = 0;
  while (index < route.length && route[index] === made[index]?.to) index++;
  const [expected, got] = [route[index], made[index]];
  if (got === undefined) return `handoff ${index + 1}, to ${expected}, is missing`;
  const instead = expected === undefined ? "was not expected" : `came instead of ${expected}`;
  const hint =
    index === 0 && expected === got.from ? " (a route does not name the agent it begins with)" : "";
  return `handoff ${index + 1}, ${showHandoff(got)}, ${instead}${hint}`;
}

function showHandoff({ from, to, turn }: Handoff): string {
  return `${from} → ${to} in turn ${turn}`;
}

function describeRoute(made: readonly Handoff[]): string {
  const [first] = made;
  if (first === undefined) return "there was no handoff";
  return `the route was ${cutList(foldedRoute([first.from, ...made.map(({ to }) => to)]), " → ")}`;
}

/** At most this many names or phrases are shown. */
const MOST_NAMED = 20;

function cutList(parts: readonly string[], separator: string): string {
  const more = parts.length - MOST_NAMED;
  const shown = parts.slice(0, MOST_NAMED).join(separator);
  return more > 0 ? `${shown}${separator}… ${more} more` : shown;
}
