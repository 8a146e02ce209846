import { Causes } from "../failures/causes.ts";
import { Leftovers } from "../failures/leftovers.ts";
import type { MakeReport } from "../report.ts";
import { annotations, leftoverAnnotation } from "./annotations.ts";
import { NotPassed, stepSummary } from "./step-summary.ts";

const MOST_CAUSES = 200;

/** For a step of a workflow: annotations on the lines of the case file, and a summary in Markdown. */
export const githubReport: MakeReport = (header, { inRepository }) => {
  const file = inRepository(header.case_file);
  const causes = new Causes(MOST_CAUSES);
  const leftovers = new Leftovers();
  const notPassed = new NotPassed();
  return {
    add(result) {
      causes.add(result);
      leftovers.add(result);
      notPassed.add(result);
      return [];
    },
    end(end) {
      const text =
        annotations(causes, end.gate, file) + leftoverAnnotation(leftovers, header.suite, file);
      const summary = stepSummary(header, end, { causes, notPassed, leftovers, file });
      return [
        { to: "stdout", text },
        { to: "step_summary", ...summary },
      ];
    },
  };
};
