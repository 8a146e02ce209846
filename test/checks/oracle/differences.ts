import { checkScope } from "../../../src/checks/check-scope.ts";
import { seeded } from "../../support/random.ts";
import { verdicts } from "./oracle.ts";
import { randomPair } from "./pairs.ts";

/** How far the checks and the oracle agree on random pairs. */
export interface Agreement {
  /** As JSON, each with what the checks and the oracle say. */
  readonly differences: readonly string[];
  /** How often the oracle gave each verdict on each key. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Holds so many random expectations against random conversations. */
export function compareWithOracle(pairs: number, seed: number): Agreement {
  const random = seeded(seed);
  const differences: string[] = [];
  const counts = new Map<string, number>();
  for (let round = 0; round < pairs; round++) {
    const { scope, written, expectation } = randomPair(random);
    const expected = verdicts(written, scope);
    const found = Object.fromEntries(
      checkScope(expectation, scope).map(({ check, verdict }) => [check, verdict]),
    );
    for (const [key, verdict] of Object.entries(expected)) {
      const count = `${key} ${verdict}`;
      counts.set(count, (counts.get(count) ?? 0) + 1);
      if (found[key] !== verdict)
        differences.push(
          JSON.stringify({ [key]: written[key], checks: found[key], verdict, scope }),
        );
    }
  }
  return { differences, counts };
}
