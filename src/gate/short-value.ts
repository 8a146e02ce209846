import { canonicalJson } from "../json/canonical.ts";
import { cut } from "../text/cut.ts";

/** A value that a review can be asked to read: one whose JSON is longer than so many characters is a text that is cut. */
export function shortValue(value: unknown, most: number): unknown {
  const text = canonicalJson(value);
  return text.length > most ? cut(text, most) : value;
}
