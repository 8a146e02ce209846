import { expect, it } from "vitest";
import { refuseUnlike, type PlannedRun } from "../../../src/gate/baseline/refuse-unlike.ts";
import { baselineOf, kept } from "../made.ts";

const run: PlannedRun = {
  suite: "shop",
  model_override: null,
  judge_model: null,
  cases: new Map([["a", "text of a"]]),
};
const judged = { ...kept("a", 1, 1), judges: ["gpt-5.4"] };

it.each<[sentence: string, Partial<PlannedRun>, message: string]>([
  ["another suite", { suite: "airline" }, "It differs in the suite: shop then, airline now."],
  [
    "another model for every agent",
    { model_override: "o3" },
    "It differs in the model of all agents: none then, o3 now.",
  ],
  [
    "no cases in common",
    { cases: new Map([["b", "text of b"]]) },
    'have no cases in common: the baseline holds 2, such as "a".',
  ],
  [
    "cases of the same names that all say something else",
    { cases: new Map([["a", "another text"]]) },
    "every case they share has changed",
  ],
  [
    "another judge for every case",
    { judge_model: "o3" },
    "its cases were judged by gpt-5.4, and --judge-model says o3",
  ],
])("a run is refused for %s", (_, parts, message) => {
  const baseline = baselineOf(judged, kept("z", 1, 1));
  const refuse = () => refuseUnlike(baseline, { ...run, ...parts }, "reports/shop.baseline.json");
  expect(refuse).toThrow(/^reports\/shop\.baseline\.json (and|cannot)/);
  expect(refuse).toThrow(message);
});

it.each<[sentence: string, Partial<PlannedRun>]>([
  ["is the same", {}],
  ["has some cases more and some less", { cases: new Map([...run.cases, ["b", "text of b"]]) }],
  [
    "has some cases that say something else",
    {
      cases: new Map([...run.cases, ["z", "another text"]]),
    },
  ],
  ["names the judge that there was", { judge_model: "gpt-5.4" }],
])("a run is taken that %s", (_, parts) => {
  const baseline = baselineOf(judged, kept("z", 1, 1));
  expect(() => refuseUnlike(baseline, { ...run, ...parts }, "b.json")).not.toThrow();
});
