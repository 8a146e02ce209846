import { withoutBytes } from "../../media/data-urls.ts";
import type { Media } from "../../media/media.ts";
import type { TrialRedactor } from "../redact/redact.ts";
import type { PartText, SharedText } from "./parts.ts";

/**
 * The texts of parts as a trial writes them: without what any trial takes out, and without what this one has met. Of
 * pictures and sounds they have the hash, and `keep` gets the bytes.
 */
export function trialPartText(
  sharedText: (part: object) => SharedText,
  redactor: Pick<TrialRedactor, "redact" | "hasLearned">,
  keep?: (media: Media, bytes: Uint8Array) => void,
): PartText {
  return (part) => {
    const { text, hasSecret } = sharedText(withoutBytes(part, keep) as object);
    return hasSecret || redactor.hasLearned ? redactor.redact(text) : text;
  };
}
