import { Coverage } from "../../coverage/coverage.ts";
import { coverageText, percentage } from "../../reports/gate/coverage.ts";
import type { CoverageResult } from "../../results/coverage-result.ts";
import type { Observer, Suite } from "../../runner/suite/suite.ts";
import { paint } from "../output/reporters.ts";

/** What was asked to be said of coverage. */
export interface CoverageFlags {
  readonly coverage?: boolean;
  /** Names the cases that touched something. */
  readonly coverageCases?: boolean;
  /** The least share, in percent. */
  readonly minCoverage?: number;
  readonly json?: boolean;
}

/** Observes what the trials of a suite touch of its agents, those of its module among them. */
export async function coverageObserver(
  { agents }: Suite,
  { coverageCases }: CoverageFlags,
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

/** Prints what was touched of a swarm, and compares it with the least that was asked for. Returns whether that is reached. */
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
