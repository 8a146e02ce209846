import { Causes } from "../failures/causes.ts";
import { Leftovers } from "../failures/leftovers.ts";
import { Refusals } from "../failures/refusals.ts";
import { ToolErrors } from "../failures/tool-errors.ts";
import type { MakeReport } from "../report.ts";
import { annotations, warning } from "./annotations.ts";
import { NotPassed, stepSummary } from "./step-summary.ts";

const MOST_CAUSES = 200;

/** For a step of a workflow: annotations on the lines of the case file, and a summary in Markdown. */
export const githubReport: MakeReport = (header, { inRepository }) => {
  const file = inRepository(header.case_file);
  const causes = new Causes(MOST_CAUSES);
  const leftovers = new Leftovers();
  const toolErrors = new ToolErrors();
  const refusals = new Refusals();
  const notPassed = new NotPassed();
  return {
    add(result) {
      causes.add(result);
      leftovers.add(result);
      toolErrors.add(result);
      refusals.add(result);
      notPassed.add(result);
      return [];
    },
    end(end) {
      const text =
        annotations(causes, end.gate, file) +
        warning(`Tool errors in ${header.suite}`, toolErrors, file) +
        warning(`Refused connections in ${header.suite}`, refusals, file) +
        warning(`Recordings left over in ${header.suite}`, leftovers, file);
      const summary = stepSummary(header, end, {
        causes,
        notPassed,
        toolErrors,
        refusals,
        leftovers,
        file,
      });
      return [
        { to: "workflow", text },
        { to: "step_summary", ...summary },
      ];
    },
  };
};
