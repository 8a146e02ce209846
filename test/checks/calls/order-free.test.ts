import { describe, expect, it } from "vitest";
import type { CallPattern, MatchMode } from "../../../src/cases/expectation.ts";
import { callPredicate } from "../../../src/checks/calls/candidates.ts";
import { toolCalls } from "../../../src/checks/calls/tool-calls.ts";
import { callsOf } from "../../../src/trajectory/calls.ts";
import { calls, played, says } from "../../support/played.ts";
import { seeded, type Random } from "../../support/random.ts";

type Made = readonly [name: string, args: unknown, error?: string];

function scopeOf(made: readonly Made[]) {
  return played([
    says("Hello"),
    ...made.map(([name, args, error]) => calls(name, args, error === undefined ? {} : { error })),
  ]);
}

function holds(mode: MatchMode, patterns: readonly CallPattern[], made: readonly Made[]): boolean {
  return toolCalls({ mode, calls: patterns }, scopeOf(made)).verdict === "passed";
}

/** Whether the patterns go together with the calls, found by trying everything. */
function couldHold(
  mode: MatchMode,
  patterns: readonly CallPattern[],
  made: readonly Made[],
): boolean {
  const list = callsOf(scopeOf(made).steps);
  const fits = patterns.map((pattern) => list.map(callPredicate(pattern)));
  const pairAll = (
    rows: readonly number[],
    columns: readonly number[],
    at: (row: number, column: number) => boolean,
  ): boolean =>
    rows.length === 0 ||
    columns.some(
      (column) =>
        at(rows[0] as number, column) &&
        pairAll(
          rows.slice(1),
          columns.filter((other) => other !== column),
          at,
        ),
    );
  const inOrder = (row: number, column: number): boolean =>
    row === patterns.length ||
    (column < list.length &&
      ((fits[row]?.[column] === true && inOrder(row + 1, column + 1)) || inOrder(row, column + 1)));
  const [rows, columns] = [[...patterns.keys()], [...list.keys()]];
  switch (mode) {
    case "exact":
      return patterns.length === list.length && rows.every((row) => fits[row]?.[row] === true);
    case "in_order":
      return inOrder(0, 0);
    case "any_order":
      return pairAll(rows, columns, (row, column) => fits[row]?.[column] === true);
    case "subset":
      return pairAll(columns, rows, (column, row) => fits[row]?.[column] === true);
  }
}

const NAMES = ["book", "book", "cancel"];

function madeBy(random: Random): Made {
  const args = random.pick<() => unknown>([
    () => ({ seat: random.below(3) }),
    () => ({ seat: random.below(3), meal: random.pick(["vegan", null]) }),
    () => ({}),
    () => "no JSON",
  ])();
  return random.chance(0.2) ? [random.pick(NAMES), args, "Error"] : [random.pick(NAMES), args];
}

/** Patterns that overlap: literals, matchers, both, and none. */
function patternBy(random: Random): CallPattern {
  const args = random.pick<() => unknown>([
    () => undefined,
    () => ({ seat: random.below(3) }),
    () => ({ seat: { $gte: random.below(3) } }),
    () => ({ seat: random.below(3), meal: { $any: true } }),
    () => ({ $partial: { seat: { $one_of: [random.below(3), random.below(3)] } } }),
    () => ({ meal: null, seat: { $lt: 2 } }),
    () => ({}),
    () => null,
    () => ({ $any: true }),
  ])();
  return {
    name: random.pick(NAMES),
    ...(args === undefined ? {} : { arguments: args }),
    ...(random.chance(0.2) ? { error: random.chance(0.5) } : {}),
    ...(random.chance(0.1) ? { agent: random.pick(["Triage", "Sales"]) } : {}),
  };
}

describe.each(["exact", "in_order", "any_order", "subset"] as const)("mode %s", (mode) => {
  it("holds wherever a pairing can be found at all, on 4,000 random lists", () => {
    const random = seeded(11);
    const seen = { true: 0, false: 0 };
    for (let round = 0; round < 4000; round++) {
      const made = random.list(5, () => madeBy(random));
      // Half of the rounds expect what was made, more loosely, so that enough of them hold.
      const patterns = random.chance(0.5)
        ? random.list(5, () => patternBy(random))
        : made.map(([name, args]) => (random.chance(0.5) ? { name } : { name, arguments: args }));
      const expected = couldHold(mode, patterns, made);
      expect({ patterns, made, holds: holds(mode, patterns, made) }).toEqual({
        patterns,
        made,
        holds: expected,
      });
      seen[`${expected}`]++;
    }
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan(400);
  });
});

describe("calls that fit several of the list", () => {
  const loose: CallPattern = { name: "book" };
  const strict: CallPattern = { name: "book", arguments: { seat: 1 } };
  const made: Made[] = [
    ["book", { seat: 1 }],
    ["book", { seat: 2 }],
  ];

  it.each(["any_order", "subset"] as const)(
    "are given to those that fit nothing else: %s",
    (mode) => {
      expect(holds(mode, [loose, strict], made)).toBe(true);
      expect(holds(mode, [strict, loose], made)).toBe(true);
      expect(holds(mode, [loose, strict], made.toReversed())).toBe(true);
      expect(holds(mode, [strict, strict], made)).toBe(false);
    },
  );
});

describe("a thousand calls of one tool", () => {
  const thousand = Array.from({ length: 1000 }, (_, seat) => seat);
  /** Arguments that count how often they are looked at. */
  function counted(args: object, count: () => void): object {
    return new Proxy(args, {
      get(target, key) {
        count();
        return Reflect.get(target, key) as unknown;
      },
    });
  }

  it.each([
    ["equal", () => ({ seat: 1 }), () => ({ seat: 1 })],
    ["in reverse order", (seat: number) => ({ seat }), (seat: number) => ({ seat: 999 - seat })],
    [
      "in reverse order, with a matcher",
      (seat: number) => ({ seat, meal: "vegan" }),
      (seat: number) => ({ seat: 999 - seat, meal: { $any: true } }),
    ],
  ])("%s are not each compared with a thousand", (_, made, expected) => {
    for (const mode of ["any_order", "subset"] as const) {
      let looks = 0;
      const scope = scopeOf(thousand.map((seat) => ["book", counted(made(seat), () => looks++)]));
      const patterns = thousand.map((seat) => ({ name: "book", arguments: expected(seat) }));
      expect(toolCalls({ mode, calls: patterns }, scope).verdict).toBe("passed");
      expect(looks).toBeLessThan(20_000);
    }
  });

  it("that are wrong are explained in a few lines", () => {
    const scope = scopeOf(thousand.map((seat) => ["book", { seat }]));
    for (const mode of ["exact", "in_order", "any_order", "subset"] as const) {
      const patterns = thousand.map((seat) => ({
        name: "book",
        arguments: { seat: { $lt: -seat } },
      }));
      const { verdict, reason } = toolCalls({ mode, calls: patterns }, scope);
      expect(verdict).toBe("failed");
      expect(reason.split("\n").length).toBeLessThan(25);
      expect(reason.length).toBeLessThan(5000);
    }
  });
});
