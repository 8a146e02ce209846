import { expect, it } from "vitest";
import { routingOf } from "../../src/trajectory/routing.ts";
import type { CheckResult } from "../../src/results/result.ts";
import { says, trial } from "../gate/made.ts";

const speakers = (turn: number, expected: readonly string[], actual: readonly string[]) => ({
  ...check(turn, expected, actual),
  check: "speakers",
});

const check = (
  turn: number | null,
  expected: string | readonly string[],
  actual: string | readonly string[],
): CheckResult => ({
  check: typeof expected === "string" ? (turn === null ? "final_agent" : "agent") : "handoffs",
  turn,
  verdict: "passed",
  reason: "",
  expected,
  actual,
});

/** Two turns, the first of which ends with Sales. */
const routed = (...checks: readonly CheckResult[]) =>
  routingOf(
    trial({
      checks,
      handoffs: [
        { turn: 1, from: "Triage", to: "Sales" },
        { turn: 2, from: "Sales", to: "Refunds" },
      ],
      turns: ["Sales", "Refunds"].map((agent) => ({
        user: "…",
        messages: [says(agent, "…")],
        agent,
      })),
    }),
  ).map(({ expected, actual }) => `${expected} → ${actual}`);

it.each<[sentence: string, checks: CheckResult[], told: string[]]>([
  ["the agent at the end of a turn", [check(1, "Sales", "Sales")], ["Sales → Sales"]],
  ["the agent at the end of all", [check(null, "Sales", "Refunds")], ["Sales → Refunds"]],
  ["each hop of a route", [check(1, ["A", "B"], ["A", "B"])], ["A → A", "B → B"]],
  [
    "a route up to the hop that broke",
    [check(1, ["A", "B", "C"], ["A", "X", "C"])],
    ["A → A", "B → X"],
  ],
  ["who kept the conversation", [check(1, ["A", "B"], ["A"])], ["A → A", "B → A"]],
  ["who should have kept it", [check(2, [], ["Refunds"])], ["Sales → Refunds"]],
  ["that somebody kept it, as expected", [check(1, [], [])], ["Triage → Triage"]],
  [
    "a route rather than the agent of its turn",
    [check(1, "B", "B"), check(1, ["A", "B"], ["A", "B"])],
    ["A → A", "B → B"],
  ],
  [
    "the last turn's route rather than the agent at the end of all",
    [check(null, "R", "R"), check(2, ["R"], ["R"])],
    ["R → R"],
  ],
  [
    "who had the floor in a team, up to the first who should not have",
    [speakers(1, ["Writer", "Critic", "Writer"], ["Writer", "Writer", "Critic"])],
    ["Critic → Writer", "Writer → Writer"],
  ],
  [
    "no decision in how a team ended",
    [check(1, "S", "S"), { ...check(1, "termination", "rounds"), check: "ended" }],
    ["S → S"],
  ],
  [
    "the agent at the end of all beside that of an earlier turn",
    [check(1, "S", "S"), check(null, "R", "S")],
    ["R → S", "S → S"],
  ],
  [
    "the route of the whole case rather than its turns",
    [check(1, "A", "A"), check(null, ["A", "R"], ["A", "R"])],
    ["A → A", "R → R"],
  ],
])("tells %s", (_, checks, told) => {
  expect(routed(...checks).sort()).toEqual(told);
});

it("tells nothing of checks that speak of no agent", () => {
  expect(routed({ check: "output", turn: 1, verdict: "failed", reason: "" })).toEqual([]);
});
