import { LONG_RUN, replaceLongRuns } from "../secrets/long-runs.ts";
import { hasPlaceholder } from "../secrets/placeholder.ts";
import { contentOfRun } from "./packed.ts";

/**
 * A text in which what was encoded or packed stands as it was, if it holds placeholders: of two that differ in their
 * numbers only, nothing else looks alike.
 */
export function opened(text: string): string {
  return replaceLongRuns(text, LONG_RUN, (run) => {
    const packed = contentOfRun(run);
    if (packed !== undefined) return openedIf(packed.bytes) ?? run;
    return run
      .split(".")
      .map((part) => openedIf(Buffer.from(part, "base64")) ?? part)
      .join(".");
  });
}

function openedIf(bytes: Buffer): string | undefined {
  const text = bytes.toString("latin1");
  return hasPlaceholder(text) ? `\u0001${opened(text)}\u0001` : undefined;
}
