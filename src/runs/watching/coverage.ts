import { expectedChecks } from "../../cases/expected-names.ts";
import { Coverage } from "../../coverage/coverage.ts";
import type { Observer, Suite } from "../../runner/suite/suite.ts";
import type { SuiteOptions } from "../settings/options.ts";

/** Observes what the trials of a suite touch of its agents and those of its module, and concludes with it. */
export async function openCoverage(
  { agents }: Pick<Suite, "agents">,
  { coverageCases = false }: Pick<SuiteOptions, "coverageCases">,
): Promise<Observer> {
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
  };
}
