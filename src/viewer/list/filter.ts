import type { Row } from "../../reports/html/parts.ts";
import type { View } from "../address/view.ts";
import type { Run } from "../data/run.ts";

/** What a list can be filtered by, each with its own choice. */
export const FACETS = ["tag", "agent", "tool", "model"] as const;
export type Facet = (typeof FACETS)[number];

/** What a row can be beside its verdict. */
export const STANDINGS = [
  "failed",
  "errored",
  "regressed",
  "flaky",
  "drifted",
  "passed",
  "skipped",
] as const;
export type Standing = (typeof STANDINGS)[number];

type Test = (row: Row) => boolean;
/** What of a view hides rows. */
type Filter = Facet | "verdict" | "cause" | "handoff" | "decision";

const FILTERS: Readonly<Record<Filter, (value: string, run: Run) => Test>> = {
  verdict: (value, run) => (row) => standingsOf(row, run).includes(value as Standing),
  tag: (value) => (row) => row.tags.includes(value),
  agent: (value) => (row) => row.agents.includes(value) || row.route.includes(value),
  tool: (value) => (row) => row.tools.some(([, tool]) => tool === value),
  model: (value) => (row) => row.trials.some(({ model }) => model === value),
  cause: (value, run) => (row) => run.causesOf(row.id).includes(Number(value)),
  handoff: (value) => pairTest(value, ({ handoffs }) => handoffs),
  decision: (value) => pairTest(value, ({ decisions }) => decisions),
};

/** What shows all cases again. */
export const NO_FILTER: View = {
  ...Object.fromEntries(Object.keys(FILTERS).map((filter) => [filter, undefined])),
  q: undefined,
};

/** How a view names two agents. */
export function pairText(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

function pairTest(value: string, pairsOf: (row: Row) => Row["handoffs"]): Test {
  return (row) => pairsOf(row).some(([from, to]) => pairText(from, to) === value);
}

/** All that a row is, its verdict among it. */
export function standingsOf(row: Row, run: Run): readonly Standing[] {
  return [
    row.verdict,
    ...(row.flaky ? (["flaky"] as const) : []),
    ...(run.gated(row.id)?.status === "regressed" ? (["regressed"] as const) : []),
    ...(run.drifted(row.id) === undefined ? [] : (["drifted"] as const)),
  ];
}

/** The values of a facet that a row has. */
export function valuesOf(facet: Facet, row: Row): readonly string[] {
  if (facet === "tag") return row.tags;
  if (facet === "agent") return row.agents;
  if (facet === "tool") return [...new Set(row.tools.map(([, tool]) => tool))];
  return [...new Set(row.trials.map(({ model }) => model).filter(Boolean))];
}

/** The rows that a view lets through, in the order of the case file; `but` is a filter that is left aside. */
export function filtered(
  run: Run,
  view: View,
  found: ReadonlySet<string> | undefined,
  but?: Filter,
): Row[] {
  const tests = (Object.keys(FILTERS) as Filter[]).flatMap((filter) => {
    const value = view[filter];
    return value === undefined || filter === but ? [] : [FILTERS[filter](value, run)];
  });
  return run.part.rows.filter(
    (row) => tests.every((test) => test(row)) && (found === undefined || found.has(row.id)),
  );
}
