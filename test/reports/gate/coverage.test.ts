import { expect, it } from "vitest";
import { coverageText } from "../../../src/reports/gate/coverage.ts";
import { plain } from "../../../src/reports/words/paint.ts";

it("spells out what a name would do to the terminal", () => {
  const coverage = {
    share: 0,
    agents: [{ agent: "Tri\u001b[2Jage", known: true, covered: false }],
    handoffs: [],
    tools: [],
    context_keys: [],
    unresolved: [],
  };
  expect(coverageText("shop", coverage, plain)).toContain("\n    Tri\\u001b[2Jage");
});
