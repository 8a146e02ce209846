import type { IntervalEnds } from "../../results/result.ts";
import type { Counts } from "../../stats/counts.ts";
import { foldedRoute } from "../../trajectory/loops.ts";

/** US dollars with two significant digits or whole cents: `$0.0042`, `$1.31`; `unknown` for null. */
export function dollars(cost: number | null): string {
  if (cost === null) return "unknown";
  if (cost === 0) return "$0";
  return `$${cost >= 0.995 ? cost.toFixed(2) : cost.toPrecision(2)}`;
}

/** `340 ms`, `1.4 s`, `2 min 5 s`; NaN is not known. */
export function duration(ms: number): string {
  if (Number.isNaN(ms)) return "unknown time";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** A share in percent, rounded to a tenth. Only all and nothing read as `100 %` and `0 %`. */
export function percent(share: number | null): string {
  return share === null ? "–" : `${percentNumber(share)} %`;
}

/** A share with the ends of its interval: `91.7 % (84.1–96 %)`. */
export function estimate(share: number | null, interval: IntervalEnds | null): string {
  if (share === null || interval === null) return percent(share);
  const [lower, upper] = interval.map(percentNumber);
  return `${percent(share)} (${lower}–${upper} %)`;
}

function percentNumber(share: number): string {
  const value = share * 100;
  const shown = Math.min(99.9, Math.max(0.1, value));
  return value <= 0 ? "0" : value >= 100 ? "100" : String(Number(shown.toFixed(1)));
}

export const ARROW = " → ";

/** `Triage Agent → Refund Agent`, or `–` for none; `Sales → Support, 12 times` for a loop. */
export function routeText(agents: readonly string[]): string {
  return agents.length === 0 ? "–" : foldedRoute(agents).join(ARROW);
}

/** A score to three significant digits: `0.823`, `41`. */
export function scoreText(score: number): string {
  return String(Number(score.toPrecision(3)));
}

/** `3/5`. */
export function countsText({ passed, trials }: Counts): string {
  return `${passed}/${trials}`;
}

/** `p = 0.031`, `p < 0.001`. */
export function pValueText(p: number): string {
  return p < 0.001 ? "p < 0.001" : `p = ${Number(p.toPrecision(2))}`;
}

/** A difference of shares: `+4.2 %`, `−11 %`. */
export function signedPercent(difference: number): string {
  const value = Number((Math.abs(difference) * 100).toFixed(1));
  return `${value === 0 ? "±" : difference < 0 ? "−" : "+"}${value} %`;
}
