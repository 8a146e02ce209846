import { plural } from "../../text/count.ts";
import { remarksOn } from "../../trajectory/remarks.ts";
import type { Trajectory } from "../../trajectory/trajectory.ts";
import type { CheckResult } from "./check.ts";

const MOST_REMARKS = 3;

/** The results, the first that failed with what must be known of the scope's replies: it may be why. */
export function withRemarks(results: readonly CheckResult[], steps: Trajectory): CheckResult[] {
  // What was spent says all there is to say of it.
  const isOdd = ({ verdict, check }: CheckResult): boolean =>
    verdict === "failed" && !check.startsWith("max_");
  const first = results.find(isOdd) ?? results.find(({ verdict }) => verdict === "failed");
  if (first === undefined) return [...results];
  const remarks = steps.flatMap((step) =>
    step.type === "reply"
      ? remarksOn(step).map((remark) => `the reply of ${step.agent} in turn ${step.turn} ${remark}`)
      : [],
  );
  const more = remarks.length - MOST_REMARKS;
  const lines = [
    first.reason,
    ...remarks.slice(0, MOST_REMARKS),
    ...(more > 0 ? [`… and ${plural(more, "more remark")} on replies`] : []),
  ];
  return results.map((result) =>
    result === first ? { ...result, reason: lines.join("\n") } : result,
  );
}
