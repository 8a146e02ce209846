import type { TrialResult } from "../../results/result.ts";
import { listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

export type Unexpected = NonNullable<TrialResult["unexpected"]>;
type Effect = Unexpected["effects"][number];

const MOST_EFFECTS = 8;

/** What happened in a trial that passed and no check would miss, a line each. */
export function unexpectedLines({ effects, total, not_asked: notAsked }: Unexpected): string[] {
  const shown = effects.slice(0, MOST_EFFECTS);
  const more = total - shown.length;
  return [
    ...shown.map(effectText),
    ...(more > 0 ? [`… and ${more} more`] : []),
    ...(notAsked.length > 0 ? [`not asked, and may notice more: ${listed(notAsked)}`] : []),
  ];
}

/** `turn 1: Refunds calls refund({"order":"A7"})`. */
function effectText({ turn, agent, of, what, before, after }: Effect): string {
  const place = what.startsWith("[") || what === "" ? `${of}${what}` : `${of}.${what}`;
  const deed =
    of === "call"
      ? `${agent} calls ${what}`
      : of === "handoff"
        ? `${agent} → ${what}`
        : `${agent}: ${place}: ${before ?? "not set"} → ${after ?? "not set"}`;
  return oneLine(`turn ${turn}: ${deed}`);
}
