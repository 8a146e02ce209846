import { isDeepStrictEqual } from "node:util";
import { predicateOf } from "./predicate.ts";
import type { Extent, Predicate } from "./predicate.ts";

type Matcher = Readonly<Record<string, unknown>>;

/** One key of a matcher, ready to be held against many values. All keys of a matcher must hold. */
export function matcherPredicate(key: string, matcher: Matcher, extent: Extent): Predicate {
  const make = PREDICATES[key];
  if (make === undefined) throw new TypeError(`No matcher is called ${key}.`);
  return make(matcher[key], extent, matcher);
}

/** How each matcher of `cases/matchers.ts` is held; what its operand may be was checked there. */
const PREDICATES: Readonly<
  Record<string, (operand: unknown, extent: Extent, matcher: Matcher) => Predicate>
> = {
  $any: () => (actual) => actual !== undefined,
  $absent: () => (actual) => actual === undefined,
  $unchanged: () => isDeepStrictEqual,
  $regex: (source, _extent, { $flags: flags = "" }) => {
    const pattern = new RegExp(source as string, flags as string);
    return (actual) => typeof actual === "string" && pattern.test(actual);
  },
  $flags: () => () => true,
  $one_of: (options, extent) => {
    const predicates = (options as unknown[]).map((option) => predicateOf(option, extent));
    return (actual, before) => predicates.some((holds) => holds(actual, before));
  },
  $contains: (part, extent) => {
    const isElement = predicateOf(part, extent);
    return (actual) =>
      Array.isArray(actual)
        ? actual.some((element) => isElement(element))
        : typeof actual === "string" && typeof part === "string" && actual.includes(part);
  },
  $gt: comparing((actual, operand) => actual > operand),
  $gte: comparing((actual, operand) => actual >= operand),
  $lt: comparing((actual, operand) => actual < operand),
  $lte: comparing((actual, operand) => actual <= operand),
  $partial: (part) => predicateOf(part, "partial"),
};

function comparing(holds: (actual: number, operand: number) => boolean) {
  return (operand: unknown): Predicate =>
    (actual) =>
      typeof actual === "number" && holds(actual, operand as number);
}
