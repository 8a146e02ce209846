import { expect, it } from "vitest";
import { compareRuns } from "../../../src/gate/runs/compare-runs.ts";
import { RunTally, type ComparableRun } from "../../../src/gate/runs/run-tally.ts";
import { comparisonText } from "../../../src/reports/terminal/comparison.ts";
import { plain } from "../../../src/reports/words/paint.ts";
import { width } from "../../../src/reports/words/wrap.ts";
import type { CaseResult } from "../../../src/results/result.ts";
import { flaky, greeting } from "../airline.ts";
import { HEADER } from "../results.ts";

function run(label: string, ...cases: readonly CaseResult[]): ComparableRun {
  const tally = new RunTally();
  for (const one of cases) tally.caseFinished(one);
  return { label, header: HEADER, file: `${label}.json`, stopped: null, tally };
}

it("puts intervals below their estimates where the table would be too wide", () => {
  const runs = [run("gpt-5.4", greeting, flaky), run("gpt-5.4 (mini)", greeting, flaky)] as const;
  const text = comparisonText(compareRuns(runs, 0.05), { paint: plain, columns: 80 });
  const [, table = ""] = text.split("\n\n");
  const lines = table.split("\n");
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "                pass rate      pass^4      calls  tokens     cost    p50    p95
                    (95 %)         (95 %)
    gpt-5.4         87.5 %         0 %           1.6   1,280  $0.0034  1.3 s  1.3 s
                    (26.4–99.3 %)  (0–79.3 %)
    gpt-5.4 (mini)  87.5 %         0 %           1.6   1,280  $0.0034  1.3 s  1.3 s
                    (26.4–99.3 %)  (0–79.3 %)
    Calls, tokens and cost are means of a trial; p50 and p95 are of the time that
      one takes."
  `);
  expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(80);
});
