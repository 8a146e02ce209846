import { describe, expect, it } from "vitest";
import { folded, foldedRoute, loopAtEnd, loopsIn } from "../../src/trajectory/loops.ts";
import { seeded } from "../support/random.ts";

describe("loops", () => {
  it.each<[string, object[]]>([
    ["", []],
    ["abab", []],
    ["ababab", [{ start: 0, period: 2, rounds: 3 }]],
    ["xababababay", [{ start: 1, period: 2, rounds: 4 }]],
    ["aaab", [{ start: 0, period: 1, rounds: 3 }]],
    ["aabaabaab", [{ start: 0, period: 3, rounds: 3 }]],
    ["abcdefgabcdefgabcdefg", []],
    [
      "aaabcbcbc",
      [
        { start: 0, period: 1, rounds: 3 },
        { start: 3, period: 2, rounds: 3 },
      ],
    ],
  ])("of %j", (keys, loops) => {
    expect(loopsIn([...keys])).toEqual(loops);
  });

  it.each<[string, object | undefined]>([
    ["", undefined],
    ["ababab", { start: 0, period: 2, rounds: 3 }],
    ["xyababababa", { start: 2, period: 2, rounds: 4 }],
    ["abababx", undefined],
    ["aaa", { start: 0, period: 1, rounds: 3 }],
  ])("at the end of %j", (keys, loop) => {
    expect(loopAtEnd([...keys])).toEqual(loop);
  });

  it("are folded without losing or adding anything", () => {
    const random = seeded(1);
    for (let round = 0; round < 2_000; round++) {
      const keys = random.list(30, () => random.pick(["a", "b", "c"]));
      const parts = folded(keys, (key) => key);
      expect(parts.flatMap(({ items, rest }) => [...items, ...rest])).toEqual(keys);
      for (const { items, rounds, rest } of parts)
        expect([...items, ...rest]).toEqual(Array.from({ length: rounds }, () => items).flat());
    }
  });
});

it("tells a route in brackets where there is more than its loop", () => {
  expect(foldedRoute(["Triage", "Sales"])).toEqual(["Triage", "Sales"]);
  const round = ["Sales", "Support"];
  const loop = [...round, ...round, ...round];
  expect(foldedRoute(loop)).toEqual(["Sales", "Support, 3 times"]);
  expect(foldedRoute(["Triage", ...loop, "Sales"]).join(" → ")).toBe(
    "Triage → (Sales → Support, 3 times) → Sales",
  );
});
