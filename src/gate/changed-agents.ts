import type { GateResult } from "../results/gate-result.ts";
import type { Baseline } from "./baseline.ts";

/**
 * Which agents are another than they were for the baseline: seen in a form in which it never saw them. An agent without
 * kept forms is made anew each time and is not compared. Only a `whole` run can say that one is gone.
 */
export function changedAgents(
  then: Baseline["agents"],
  now: Baseline["agents"],
  whole: boolean,
): GateResult["agents"] {
  const names = Object.keys(now);
  return {
    changed: names.filter((name) => {
      const [before = [], after = []] = [then[name], now[name]];
      return before.length > 0 && after.some((form) => !before.includes(form));
    }),
    new: names.filter((name) => then[name] === undefined),
    gone: whole ? Object.keys(then).filter((name) => now[name] === undefined) : [],
  };
}
