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

/** A count with two significant digits: `820`, `8.2 thousand`, `1.3 million`. Intl would take 10 ms to load. */
export function compactCount(count: number): string {
  const rounded = Number(count.toPrecision(2));
  const [size, name] = SCALES.find(([least]) => rounded >= least) ?? [1, ""];
  return `${rounded / size}${name}`;
}

/** Items as a sentence lists them, at most the first `most`: `1, 2 and 5`, `1, 2 and 3 more`. */
export function listed(items: readonly (string | number)[], most = Infinity): string {
  if (items.length > most)
    return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${String(items.at(-1))}`;
}

/** `812 B`, `1.2 kB`, `3.4 MB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [scaled, unit] = bytes < 999_500 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)} ${unit}`;
}
