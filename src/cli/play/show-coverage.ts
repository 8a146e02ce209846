import { coverageText, percentage } from "../../reports/gate/coverage.ts";
import type { CoverageResult } from "../../results/coverage-result.ts";
import { tell } from "../output/screen.ts";
import { paint } from "../output/stdout.ts";
import type { RunOptions } from "../options/run-flags.ts";

/** Prints what was touched, if it was asked for or is too little. Returns whether it reaches --min-coverage. */
export function showCoverage(
  suite: string,
  result: CoverageResult,
  options: Pick<RunOptions, "coverage" | "coverageCases" | "minCoverage" | "json">,
): boolean {
  const { minCoverage, coverage = false, coverageCases = false } = options;
  const { share } = result;
  const isShort = minCoverage !== undefined && (share ?? 1) * 100 < minCoverage - 1e-9;
  if (options.json !== true && (coverage || coverageCases || isShort))
    process.stdout.write(`\n${coverageText(suite, result, paint)}\n`);
  if (isShort)
    tell(
      `The coverage of ${suite} is ${percentage(share)}, and --min-coverage asks for ${minCoverage} %.`,
    );
  return !isShort;
}
