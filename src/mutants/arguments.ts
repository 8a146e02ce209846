import { withValue } from "../checks/effects/with-value.ts";
import { show, showPath, type Path } from "../json/show.ts";
import { isRecord, valueAt } from "../json/value.ts";
import { isFleeting, isWording, tellingPart, type Known } from "./telling.ts";

/** Arguments with another value in one place. */
interface ArgumentMutant {
  readonly path: Path;
  readonly mutated: unknown;
  /** What an expectation should ask of the value that was there: itself, or a matcher. */
  readonly value: unknown;
  /** `order: "A7" becomes "A8"`. */
  readonly text: string;
}

/** The arguments of a call, each time with another value in one place. What a model put into words is emptied. */
export function argumentMutants(args: unknown, knownBefore: () => Known): ArgumentMutant[] {
  return placesIn(args).map((path) => {
    const before = valueAt(args, path);
    const isWorded = typeof before === "string" && isWording(before, knownBefore);
    const after = isWorded ? "" : other(before);
    const where = path.length === 0 ? "" : `${showPath(path)}: `;
    return {
      path,
      mutated: withValue(args, path, after),
      value: isWorded ? wordingOf(before, knownBefore()) : before,
      text: `${where}${show(before, 60)} becomes ${show(after, 60)}`,
    };
  });
}

/** What may be asked of words without copying them. */
function wordingOf(text: string, known: Known): object {
  const telling = tellingPart(text, known);
  return telling === undefined || isFleeting(telling) ? { $regex: "\\S" } : { $contains: telling };
}

/** A value of the same kind that is another. */
export function other(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string") return "something else";
  const digit = value.search(/\d\D*$/);
  if (digit < 0) return value === "something else" ? "another" : "something else";
  const next = (Number(value[digit]) + 1) % 10;
  return `${value.slice(0, digit)}${next}${value.slice(digit + 1)}`;
}

/** The paths of all that is no object or list with something in it. */
export function placesIn(value: unknown): Path[] {
  const isList = Array.isArray(value);
  if (!isList && !isRecord(value)) return value === undefined ? [] : [[]];
  const entries = isList ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => placesIn(inner).map((path) => [key, ...path]));
}
