import { describe, expect, it } from "vitest";
import { assign } from "../../../src/checks/matching/assignment.ts";
import { seeded } from "../../support/random.ts";

/** The size of the largest pairing, by trying all. */
function mostPairs(
  partners: readonly (readonly number[])[],
  taken: readonly number[] = [],
): number {
  const [first, ...rest] = partners;
  if (first === undefined) return 0;
  const without = mostPairs(rest, taken);
  const withOne = first
    .filter((j) => !taken.includes(j))
    .map((j) => 1 + mostPairs(rest, [...taken, j]));
  return Math.max(without, ...withOne);
}

function paired(partners: readonly (readonly number[])[], rights: number): number {
  const pairs = assign(partners, rights);
  const used = pairs.filter((j) => j !== undefined);
  expect(new Set(used).size).toBe(used.length);
  expect(pairs.every((j, i) => j === undefined || partners[i]?.includes(j))).toBe(true);
  return used.length;
}

describe("an assignment", () => {
  it("pairs as many as all attempts together could, on 5,000 random instances", () => {
    const random = seeded(7);
    for (let round = 0; round < 5000; round++) {
      const rights = random.below(7);
      const share = random.chance(0.5) ? random.list(rights, () => random.below(rights)) : [];
      const partners = random.list(6, () =>
        random.chance(0.3) ? share : [...Array(rights).keys()].filter(() => random.chance(0.4)),
      );
      const distinct = partners.map((list) => (list === share ? share : [...new Set(list)]));
      expect(paired(distinct, rights)).toBe(mostPairs(distinct));
    }
  });

  it("gives way, unlike first come, first served", () => {
    expect(assign([[0, 1], [0]], 2)).toEqual([1, 0]);
    expect(assign([[0, 1], [0, 2], [0]], 3)).toEqual([1, 2, 0]);
  });

  it("follows a chain through thousands", () => {
    const length = 50_000;
    // Each would rather have what the next one must have, and the last has no choice.
    const partners = Array.from({ length }, (_, i) => (i === length - 1 ? [0] : [i, i + 1]));
    expect(assign(partners, length)).toEqual([
      ...Array.from({ length: length - 1 }, (_, i) => i + 1),
      0,
    ]);
  });

  it("reads a list that many share once, not once for each", () => {
    let reads = 0;
    const counted = new Proxy([...Array(2000).keys()], {
      get(list, key, receiver) {
        if (typeof key === "string" && /^\d+$/.test(key)) reads++;
        return Reflect.get(list, key, receiver) as unknown;
      },
    });
    const pairs = assign(
      Array.from({ length: 2001 }, () => counted),
      2000,
    );
    expect(pairs.filter((j) => j === undefined)).toHaveLength(1);
    expect(reads).toBeLessThan(20_000);
  });
});
