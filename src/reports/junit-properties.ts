import { xmlAttributes } from "./xml.ts";

/** The values of properties by their names; null for one that is not known. */
export type PropertyValues = Readonly<Record<string, string | number | null>>;

/** A list of properties, without those that are not known; at least one must be. */
export function junitProperties(values: PropertyValues): string {
  const known = Object.entries(values).filter(([, value]) => value !== null);
  const properties = known.map(
    ([name, value]) => `<property${xmlAttributes({ name, value: String(value) })}/>`,
  );
  return `<properties>${properties.join("")}</properties>`;
}

/** A duration as this format has it; undefined for one that is not known, NaN. */
export function seconds(ms: number): string | undefined {
  return Number.isNaN(ms) ? undefined : (ms / 1000).toFixed(3);
}
