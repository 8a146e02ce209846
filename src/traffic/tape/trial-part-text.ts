import { REDACTED } from "../secrets/harmless.ts";
import type { TrialRedactor } from "../redact/redact.ts";
import type { PartText } from "./parts.ts";

/**
 * The texts of parts as a trial writes them: without what any trial takes out, which is remembered by `partText`, and
 * without the secrets that this trial has met.
 */
export function trialPartText(partText: PartText, redactor: TrialRedactor): PartText {
  return (part) => {
    const text = partText(part);
    // The trial must meet the secrets that were taken out when another trial sent the same.
    if (text.includes(REDACTED)) redactor.redact(JSON.stringify(part));
    return redactor.hasLearned ? redactor.redact(text) : text;
  };
}
