import { coverageText, percentage } from "../../reports/gate/coverage.ts";
import type { CoverageResult } from "../../results/coverage-result.ts";

import { paint } from "./reporters.ts";

/** What was asked to be said of coverage. */
interface CoverageFlags {
  readonly coverage?: boolean;
  readonly coverageCases?: boolean;
  readonly minCoverage?: number;
  readonly json?: boolean;
}

/** Prints what was touched of a swarm, and holds it against the least that was asked for. Returns whether that is reached. */
export function reportCoverage(
  suite: string,
  coverage: CoverageResult,
  { coverage: asked, coverageCases, minCoverage, json }: CoverageFlags,
): boolean {
  const { share } = coverage;
  const short = minCoverage !== undefined && (share ?? 1) * 100 < minCoverage - 1e-9;
  if (json !== true && (asked === true || coverageCases === true || short))
    process.stdout.write(`\n${coverageText(suite, coverage, paint)}\n`);
  if (short)
    process.stderr.write(
      `The coverage of ${suite} is ${percentage(share)}, and --min-coverage asks for ${minCoverage} %.\n`,
    );
  return !short;
}
