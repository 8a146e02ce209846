import type { Expectation } from "../cases/expectation.ts";
import { failed, passed } from "./check.ts";
import type { Check } from "./check.ts";
import { matchList } from "./match-list.ts";

type Expected = NonNullable<Expectation["handoffs"]>;

interface Handoff {
  readonly turn: number;
  readonly from: string;
  readonly to: string;
}

/** The conversation was handed along this route, over no forbidden edge, and not too often. */
export const handoffs: Check<Expected> = ({ mode, route, never = [], max }, scope) => {
  const made = scope.steps.filter((step) => step.type === "handoff");
  const problems = [
    ...(route === undefined ? [] : routeProblems(mode, route, made)),
    ...made
      .filter(({ from, to }) => never.some((edge) => edge[0] === from && edge[1] === to))
      .map((edge) => `expected never ${edge.from} → ${edge.to}, got it in turn ${edge.turn}`),
    ...(max !== undefined && made.length > max
      ? [`expected at most ${max} handoffs, got ${made.length}`]
      : []),
  ];
  const went = `handed off: ${showRoute(made)}`;
  return problems.length === 0 ? passed(went) : failed([...problems, went].join("\n"));
};

function routeProblems(
  mode: Expected["mode"],
  route: readonly string[],
  made: readonly Handoff[],
): string[] {
  const candidates = route.map((name) =>
    made.flatMap(({ to }, index) => (to === name ? [index] : [])),
  );
  if (matchList(mode, candidates, made.length).holds) return [];
  const parts = made.findIndex(({ to }, index) => to !== route[index]);
  const first = parts < 0 ? made.length : parts;
  const where =
    mode !== "exact"
      ? ""
      : `; they part at handoff ${first + 1}: expected ${route[first] ?? "no more"}, got ${made[first] === undefined ? "no more" : `${made[first].to} from ${made[first].from} in turn ${made[first].turn}`}`;
  return [
    `expected ${SENTENCES[mode]} ${route.length === 0 ? "no handoff" : route.join(", ")}${where}`,
  ];
}

const SENTENCES = {
  exact: "handoffs to exactly",
  in_order: "handoffs to, in this order with others between them allowed,",
  any_order: "handoffs, in any order, to each of",
  subset: "no handoffs but to",
} as const;

function showRoute(made: readonly Handoff[]): string {
  const [first] = made;
  return first === undefined ? "never" : [first.from, ...made.map(({ to }) => to)].join(" → ");
}
