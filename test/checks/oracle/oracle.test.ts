import { expect, it } from "vitest";
import { compareWithOracle } from "./differences.ts";

it("agrees with the checks on 2,000 random expectations, of which both sides are common", () => {
  const { differences, counts } = compareWithOracle(2000, 12);
  expect(differences).toEqual([]);
  const rare = [...counts].filter(([key, count]) => count < 50 && !key.endsWith("errored"));
  expect(rare).toEqual([]);
  expect(counts.size).toBe(28);
});
