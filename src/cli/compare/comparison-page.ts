import { join } from "node:path";
import type { ComparableRuns } from "../../gate/runs/run-tally.ts";
import type { ComparisonResult } from "../../results/comparison-result.ts";
import { eachCase } from "../../results/read-result.ts";
import { PageFile } from "../output/page-file.ts";
import { resultName } from "../../runs/files/result-name.ts";
import { resultReader } from "../output/result-reading.ts";
import { workingPackage } from "../../runs/settings/folders.ts";

/** Writes `<suite>.compare.html`, with all runs and how they compare. Returns its path. Throws UserError. */
export function writeComparisonPage(
  runs: ComparableRuns,
  comparison: ComparisonResult,
  {
    root,
    output = join(root ?? workingPackage(), "reports"),
  }: { readonly root?: string | undefined; readonly output?: string | undefined },
): string {
  const read = resultReader({ root });
  const { suite } = comparison;
  const page = new PageFile(output, `${resultName(suite, {})}.compare`, suite);
  for (const { file, label } of runs) {
    const reading = read(file);
    const run = page.run(reading, label);
    const { end } = eachCase(reading, (result) => run.caseFinished(result));
    run.end(end);
  }
  return page.finish({ comparisons: [comparison] });
}
