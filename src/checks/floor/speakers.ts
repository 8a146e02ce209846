import type { Expectation } from "../../cases/expectation.ts";
import { plural } from "../../text/count.ts";
import { foldedRoute } from "../../trajectory/loops.ts";
import { speechesOf, type Speech } from "../../trajectory/words.ts";
import { matchList } from "../matching/match-list.ts";
import { failed, passed, type Check } from "../scope/check.ts";

type Expected = NonNullable<Expectation["speakers"]>;

const HOW: Readonly<Record<Expected["mode"], string>> = {
  exact: ", and nobody else",
  in_order: " in this order (others may speak between)",
  any_order: " in any order (others may speak too)",
  subset: " at most, each once",
};

/** Those had the floor who were to have it, nobody after whom they must not, and not too often. */
export const speakers: Check<Expected> = ({ mode, route, never = [], max }, scope) => {
  const had = speechesOf(scope.steps);
  const problems = [
    ...(route === undefined || fits(mode, route, had)
      ? []
      : [`expected ${route.length === 0 ? "nobody" : route.join(", ")} to speak${HOW[mode]}`]),
    ...never.flatMap(([first, next]) => followed(first, next, had)),
    ...(max !== undefined && had.length > max
      ? [`expected the floor to be taken at most ${plural(max, "time")}, got ${had.length}`]
      : []),
  ];
  const names = had.map(({ agent }) => agent);
  const order = names.length === 0 ? "nobody spoke" : `spoke: ${foldedRoute(names).join(", ")}`;
  const found = problems.length === 0 ? passed(order) : failed([...problems, order].join("\n"));
  return mode !== "exact" || route === undefined
    ? found
    : { ...found, expected: route, actual: names };
};

function fits(mode: Expected["mode"], route: readonly string[], had: readonly Speech[]): boolean {
  const isSame = (expected: number, actual: number): boolean =>
    route[expected] === had[actual]?.agent;
  return matchList(mode, {
    expectedCount: route.length,
    actualCount: had.length,
    fits: isSame,
    candidates: () =>
      route.map((_, expected) => [...had.keys()].filter((actual) => isSame(expected, actual))),
  }).holds;
}

function followed(first: string, next: string, had: readonly Speech[]): string[] {
  const turns = had
    .filter(({ agent, turn }, index) => {
      const before = had[index - 1];
      return agent === next && before?.agent === first && before.turn === turn;
    })
    .map(({ turn }) => turn);
  return turns.length === 0
    ? []
    : [
        `expected ${next} never to speak right after ${first}, got it in turn ${[...new Set(turns)].join(", ")}`,
      ];
}
