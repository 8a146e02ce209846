import { expectedChecks } from "../../cases/expected-names.ts";
import { Coverage } from "../../coverage/coverage.ts";
import { coverageText, percentage } from "../../reports/gate/coverage.ts";
import type { Observer, Suite } from "../../runner/suite/suite.ts";
import type { RunOptions } from "../options/run-flags.ts";
import { paint } from "../output/stdout.ts";
import { tell } from "../output/screen.ts";

/** Observes what the trials of a suite touch of its agents and those of its module. */
export interface SuiteCoverage extends Observer {
  /** Prints the coverage, if it was asked for or is too low. Returns whether it reaches --min-coverage. */
  report(): boolean;
}

export async function openCoverage(
  { name, agents }: Suite,
  options: Pick<RunOptions, "coverage" | "coverageCases" | "minCoverage" | "json">,
): Promise<SuiteCoverage> {
  const { minCoverage, coverageCases = false } = options;
  const coverage = new Coverage({ withCases: coverageCases, checks: agents.ownChecks });
  await coverage.know(agents.made);
  return {
    trialStarted(_, { entry, agents: assembled, members }) {
      coverage.enter(entry);
      coverage.knowMembers(members);
      void coverage.know(assembled);
    },
    agentsMade: (made) => coverage.know(made),
    trialFinished({ testCase }, result) {
      const { id, context_variables: given } = testCase;
      coverage.add(id, given, result);
      coverage.addChecks(
        id,
        expectedChecks(testCase).map(({ name: check }) => check),
      );
    },
    conclude: () => ({ coverage: coverage.result() }),
    report() {
      const result = coverage.result();
      const { share } = result;
      const isShort = minCoverage !== undefined && (share ?? 1) * 100 < minCoverage - 1e-9;
      const isAsked = options.coverage === true || coverageCases;
      if (options.json !== true && (isAsked || isShort))
        process.stdout.write(`\n${coverageText(name, result, paint)}\n`);
      if (isShort)
        tell(
          `The coverage of ${name} is ${percentage(share)}, and --min-coverage asks for ${minCoverage} %.`,
        );
      return !isShort;
    },
  };
}
