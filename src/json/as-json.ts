import { Nesting, TooDeepError, tooDeepAt } from "./depth.ts";
import { ofKeptSize } from "./size.ts";

/**
 * A copy in the form in which values are compared and reported: bigints as digits, cycles as `[circular]`. Throws
 * TooDeepError, TooLargeError, and what members throw.
 */
export function asJson<T>(value: T): T {
  if (value === undefined) return value;
  const text = jsonText(value);
  if (tooDeepAt(text) !== undefined) throw new TooDeepError();
  return JSON.parse(ofKeptSize(text)) as T;
}

function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return JSON.stringify(value, replacer());
  }
}

function replacer(): (this: unknown, key: string, value: unknown) => unknown {
  const nesting = new Nesting();
  return function (_, value) {
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    return nesting.isCircular(this, value) ? "[circular]" : value;
  };
}
