import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import { changes } from "../../../src/json/changes.ts";
import { mismatches } from "../../../src/checks/matching/mismatch.ts";
import { predicateOf } from "../../../src/checks/matching/predicate.ts";
import { canonicalJson } from "../../../src/json/canonical.ts";
import { seeded, type Random } from "../../support/random.ts";

const KEYS = ["a", "b", "__proto__", "toString"];
const SCALARS = [0, 1, "", "a", null, true];

/** A small JSON value, with matchers if they are asked for. */
function value(random: Random, depth: number, matchers: boolean): unknown {
  const inner = (): unknown => value(random, depth - 1, matchers);
  if (depth === 0 || random.chance(0.3)) return random.pick(SCALARS);
  if (matchers && random.chance(0.35)) {
    return random.pick<() => unknown>([
      () => ({ $any: true }),
      () => ({ $absent: true }),
      () => ({ $unchanged: true }),
      () => ({ $one_of: [inner(), inner()] }),
      () => ({ $contains: inner() }),
      () => ({ $partial: { a: inner() } }),
      () => ({ $gt: 0 }),
    ])();
  }
  if (random.chance(0.4)) return random.list(2, inner);
  return JSON.parse(
    `{${[...new Set(random.list(3, () => random.pick(KEYS)))]
      .map((key) => `"${key}":${JSON.stringify(inner())}`)
      .join(",")}}`,
  ) as unknown;
}

it("is explained if it does not hold, and nowhere else", () => {
  const random = seeded(1);
  let held = 0;
  for (let round = 0; round < 20_000; round++) {
    const extent = random.pick(["equal", "partial"] as const);
    const [expected, actual, before] = [
      value(random, 3, true),
      value(random, 3, false),
      value(random, 3, false),
    ];
    const holds = predicateOf(expected, extent)(actual, before);
    expect(mismatches(expected, actual, extent, before).length === 0).toBe(holds);
    if (holds) held++;
  }
  expect(held).toBeGreaterThan(1000);
});

it("is equality of JSON if there is no matcher", () => {
  const random = seeded(2);
  let equal = 0;
  for (let round = 0; round < 20_000; round++) {
    const [a, b] = [value(random, 2, false), value(random, 2, false)];
    const same = isDeepStrictEqual(a, b);
    expect(predicateOf(a, "equal")(b)).toBe(same);
    expect(canonicalJson(a) === canonicalJson(b)).toBe(same);
    expect(changes(a, b).length === 0).toBe(same);
    if (same) equal++;
  }
  expect(equal).toBeGreaterThan(500);
});
