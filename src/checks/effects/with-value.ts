import type { Path } from "../../json/show.ts";
import { valueOf } from "../../json/value.ts";

/** A copy of a JSON value in which a path leads to another value; undefined takes the key out. */
export function withValue(whole: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = withValue(valueOf(whole, key), rest, value);
  if (Array.isArray(whole)) return whole.map((item, index) => (index === key ? inner : item));
  const others = Object.entries(whole ?? {}).filter(([name]) => name !== key);
  return Object.fromEntries(inner === undefined ? others : [...others, [key, inner]]);
}
