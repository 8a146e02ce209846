import type { CaseResult, SuiteEnd } from "../../results/result.ts";
import { annotations } from "./annotations.ts";
import { CaseChances } from "../words/case-chances.ts";
import { Causes } from "../failures/causes.ts";
import { Leftovers } from "../failures/leftovers.ts";
import { NOTHING } from "../report.ts";
import type { MakeReport, Output } from "../report.ts";
import { NotPassed, stepSummary } from "./step-summary.ts";
import { workflowCommand } from "./workflow-command.ts";

const MOST_CAUSES = 200;

/** For a step of a GitHub workflow: annotations on the lines of the case file, and a summary in Markdown. */
export const githubReport: MakeReport = (header, { inRepository }) => {
  const file = inRepository(header.case_file);
  const causes = new Causes(MOST_CAUSES);
  const leftovers = new Leftovers();
  const notPassed = new NotPassed();
  const caseChances = new CaseChances();
  return {
    add(result: CaseResult) {
      causes.add(result);
      leftovers.add(result);
      notPassed.add(result);
      caseChances.add(result);
      return NOTHING;
    },
    end(end: SuiteEnd): readonly Output[] {
      const { headline, lines, firstLine } = leftovers;
      const wrong = annotations(causes.causes, causes.beyond, end.gate, file);
      const unused =
        headline === undefined
          ? ""
          : workflowCommand({
              level: "warning",
              file,
              line: firstLine,
              title: `Recordings left over in ${header.suite}`,
              message: [headline, ...lines].join("\n"),
            });
      const { text, brief } = stepSummary(header, end, {
        causes,
        notPassed,
        leftovers,
        caseChances,
        file,
      });
      return [
        { to: "stdout", text: wrong + unused },
        { to: "step_summary", text, brief },
      ];
    },
  };
};
