import { appendFileSync, statSync } from "node:fs";
import { attempt } from "../../runner/errors.ts";

/** GitHub refuses a step's summary that is larger, and shows nothing of it. */
const MOST_BYTES = 1024 * 1024;

/** Adds to the summary of the step of a GitHub workflow, where there is one; only the brief text where the other would make it too large. */
export function appendStepSummary(text: string, brief: string): void {
  const file = process.env["GITHUB_STEP_SUMMARY"];
  if (!file) return;
  attempt(`The step summary ${file} could not be written`, () => {
    const taken = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    appendFileSync(file, taken + Buffer.byteLength(text) <= MOST_BYTES ? text : brief);
  });
}
