import { readFileSync } from "node:fs";
import { beginReports } from "../src/cli/output/reporters.ts";
import { readBaseline } from "../src/gate/baseline/text.ts";
import { Gate } from "../src/gate/gate.ts";
import { plain } from "../src/reports/words/paint.ts";
import { gateText } from "../src/reports/gate/gate.ts";
import { SummaryBuilder } from "../src/results/summary.ts";
import { madeResults } from "./made-results.ts";

// The statistics, the gate and the reports of a run of so many cases and trials, without playing it.
const [file = "", output = "", cases = "10000", trials = "5", reporters = ""] =
  process.argv.slice(2);
const baseline = readBaseline(readFileSync(file, "utf8"), file);
const ids = new Set(baseline.cases.map(({ id }) => id));
const gate = new Gate({ baseline, file, traffic: "live", alpha: 0.05, ids });
const summary = new SummaryBuilder();
const header = {
  version: 2 as const,
  suite: "made",
  case_file: "made.jsonl",
  agents_module: "made.ts",
  started_at: "2026-01-31T00:00:00Z",
  model_override: null,
  traffic: "live" as const,
  stream: false,
};
const reporter = reporters.split(",").filter((name) => name !== "");
const reports = await beginReports({ reporter, output }, header, []);
for (const result of madeResults(Number(cases), Number(trials), 2)) {
  summary.add(result);
  gate.add(result);
  reports.caseFinished(result);
}
const found = gate.end({});
reports.end(
  { duration_ms: 0, stopped: null, summary: summary.summary(), gate: found },
  header.suite,
);
process.stdout.write(gateText(found, { paint: plain, columns: 120 }));
