import type { Case } from "./case.ts";
import type { Expectation } from "./expectation.ts";

/** All that a case expects: of the whole, then of each turn. */
export function expectationsOf({ expect, turns }: Case): Expectation[] {
  return [expect, ...turns.map((turn) => turn.expect)].filter((each) => each !== undefined);
}
