/** A whole number with its thousands apart: `812`, `12,400`. */
export function thousands(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count with its noun: `1 case`, `2 cases`, `12,400 cases`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

const SCALES = [
  [1e12, " trillion"],
  [1e9, " billion"],
  [1e6, " million"],
  [1e3, " thousand"],
] as const;

/** A count that is only known roughly, with two digits that say something: `820`, `8.2 thousand`, `1.3 million`. Intl does as much, and takes 10 ms to begin. */
export function compactCount(count: number): string {
  const rounded = Number(count.toPrecision(2));
  const [size, name] = SCALES.find(([least]) => rounded >= least) ?? [1, ""];
  return `${rounded / size}${name}`;
}
