import { Coverage } from "../../coverage/coverage.ts";
import { coverageText, percentage } from "../../reports/gate/coverage.ts";
import type { CoverageResult } from "../../results/coverage-result.ts";
import type { Observer, Suite } from "../../runner/suite/suite.ts";
import type { RunOptions } from "../options/run-flags.ts";
import { paint } from "../output/stdout.ts";

/** Observes what the trials of a suite touch of its agents and those of its module. */
export async function coverageObserver(
  { agents }: Suite,
  { coverageCases }: Pick<RunOptions, "coverageCases">,
): Promise<Observer> {
  const coverage = new Coverage({ withCases: coverageCases === true });
  await coverage.know(agents.made);
  return {
    trialStarted(_, { agents: assembled }) {
      const [entry] = assembled;
      if (entry !== undefined) coverage.enter(entry);
      void coverage.know(assembled);
    },
    agentsMade: (made) => coverage.know(made),
    trialFinished({ testCase: { id, context_variables: given } }, result) {
      coverage.add(id, given, result);
    },
    conclude: () => ({ coverage: coverage.result() }),
  };
}

/** Prints the coverage of a suite. Returns whether it reaches --min-coverage. */
export function reportCoverage(
  suite: string,
  coverage: CoverageResult,
  options: Pick<RunOptions, "coverage" | "coverageCases" | "minCoverage" | "json">,
): boolean {
  const { minCoverage } = options;
  const { share } = coverage;
  const isShort = minCoverage !== undefined && (share ?? 1) * 100 < minCoverage - 1e-9;
  const isAsked = options.coverage === true || options.coverageCases === true;
  if (options.json !== true && (isAsked || isShort))
    process.stdout.write(`\n${coverageText(suite, coverage, paint)}\n`);
  if (isShort)
    process.stderr.write(
      `The coverage of ${suite} is ${percentage(share)}, and --min-coverage asks for ${minCoverage} %.\n`,
    );
  return !isShort;
}
