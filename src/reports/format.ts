import type { TrialResult } from "../results/result.ts";

/** US dollars with as many digits as say something: `$0.0042`, `$1.31`; `unknown` where there is no price. */
export function dollars(cost: number | null): string {
  if (cost === null) return "unknown";
  if (cost === 0) return "$0";
  return `$${cost >= 0.995 ? cost.toFixed(2) : cost.toPrecision(2)}`;
}

/** A time that a person reads: `340 ms`, `1.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** A share in percent, with one digit where it is not whole. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  const value = share * 100;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} %`;
}

/** Who had the conversation, in order: `Triage Agent → Refund Agent`. */
export function route({ starting_agent: first, handoffs }: Pick<TrialResult, "starting_agent" | "handoffs">): string {
  return first === null ? "–" : [first, ...handoffs.map(({ to }) => to)].join(" → ");
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
