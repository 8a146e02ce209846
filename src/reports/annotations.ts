import type { Cause } from "./causes.ts";
import { casesOf, explainCause } from "./explain-cause.ts";
import { plural } from "./format.ts";
import { workflowCommand } from "./workflow-command.ts";

/** GitHub shows no more of a level for each step. */
export const MOST_ANNOTATIONS = 10;

/** An annotation for each cause, on the line of the first case; where there are too many, the last one counts the rest. */
export function annotations(causes: readonly Cause[], beyond: number, file: string): string {
  const cases = causes.slice(MOST_ANNOTATIONS - 1).reduce((sum, { count }) => sum + count, beyond);
  const all = causes.length <= MOST_ANNOTATIONS && beyond === 0;
  const shown = all ? causes : causes.slice(0, MOST_ANNOTATIONS - 1);
  const lines = shown.map((cause) => {
    const { verdict, first } = cause;
    return workflowCommand({
      level: "error",
      file,
      line: first.line,
      title: `${casesOf(cause)} ${verdict}`,
      message: explainCause(cause).join("\n"),
    });
  });
  if (all) return lines.join("");
  const rest = workflowCommand({
    level: "error",
    file,
    line: causes[MOST_ANNOTATIONS - 1]?.first.line ?? 1,
    title: `${plural(cases, "more case")} did not pass`,
    message: "GitHub shows ten annotations of a step. The others are in the step's summary.",
  });
  return [...lines, rest].join("");
}
