import type { ByK, IntervalEnds, PassEstimates } from "../../results/result.ts";
import { xmlAttributes } from "./xml.ts";

/** The values of properties by their names, numbers rounded to the sixth digit; null for one that is not known. */
export type PropertyValues = Readonly<Record<string, string | number | null>>;

/** A list of properties, without those that are not known; at least one must be. */
export function junitProperties(values: PropertyValues): string {
  const known = Object.entries(values).filter(([, value]) => value !== null);
  const properties = known.map(
    ([name, value]) => `<property${xmlAttributes({ name, value: shown(value) })}/>`,
  );
  return `<properties>${properties.join("")}</properties>`;
}

function shown(value: string | number | null): string {
  return typeof value === "number" ? String(Number(value.toFixed(6))) : String(value);
}

/** pass^k and pass@k with their intervals for each k beyond the first, where both are the pass rate. */
export function chanceProperties(estimates: PassEstimates): PropertyValues {
  const named = (name: string, byK: ByK<number>, ends: ByK<IntervalEnds>) =>
    Object.entries(byK)
      .filter(([k]) => k !== "1")
      .flatMap(([k, value]) => [
        [`${name}${k}`, value] as const,
        [`${name}${k}_interval`, intervalValue(ends[k] ?? null)] as const,
      ]);
  return Object.fromEntries([
    ...named("pass^", estimates.pass_hat_k, estimates.pass_hat_k_interval),
    ...named("pass@", estimates.pass_at_k, estimates.pass_at_k_interval),
  ]);
}

/** An interval's ends, with a space between. */
export function intervalValue(interval: IntervalEnds | null): string | null {
  return interval === null ? null : interval.map(shown).join(" ");
}

/** A duration as this format has it; undefined for one that is not known, NaN. */
export function seconds(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : (ms / 1000).toFixed(3);
}
