import { isExactNumber } from "./parse-strictly.ts";

/** A number that `JSON.parse` reads as another one, as it is written, and the key or index that it stands under. */
interface BentNumber {
  readonly key: string;
  readonly written: string;
}

/** The first of them in a JSON text; undefined if all are read as they are. Throws the SyntaxError of `JSON.parse`. */
export function bentNumber(text: string): BentNumber | undefined {
  // It has more digits than a safe integer, or an exponent.
  if (!/\d{16}|\d[eE]/.test(text)) return undefined;
  let bent: BentNumber | undefined;
  JSON.parse(text, ((key: string, value: unknown, { source = "" }: { source?: string }) => {
    if (typeof value === "number" && !isExactNumber(source)) bent ??= { key, written: source };
    return value;
  }) as (key: string, value: unknown) => unknown);
  return bent;
}
