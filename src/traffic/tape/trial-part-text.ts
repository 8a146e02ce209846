import type { TrialRedactor } from "../redact/redact.ts";
import type { PartText, SharedText } from "./parts.ts";

/** The texts of parts as a trial writes them: without what any trial takes out, and without what this one has met. */
export function trialPartText(
  sharedText: (part: object) => SharedText,
  redactor: Pick<TrialRedactor, "redact" | "hasLearned">,
): PartText {
  return (part) => {
    const { text, hasSecret } = sharedText(part);
    return hasSecret || redactor.hasLearned ? redactor.redact(text) : text;
  };
}
