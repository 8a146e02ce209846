import { isDeepStrictEqual } from "node:util";

/** `equal`: objects hold what is listed and nothing else. `partial`: they may hold more, at any depth. */
export type Extent = "equal" | "partial";

/** Whether a value is as expected. `before` is what stood in its place when the scope began; undefined where nothing did. */
export type Predicate = (actual: unknown, before?: unknown) => boolean;

type Matcher = Readonly<Record<string, unknown>>;

/** Makes a part of a matcher ready: as loosely as the matcher itself is held, or as is said. */
type Prepare = (part: unknown, extent?: Extent) => Predicate;

/** One key of a matcher, ready to be held against many values. All keys of a matcher must hold. */
export function matcherPredicate(key: string, matcher: Matcher, prepare: Prepare): Predicate {
  const make = PREDICATES[key];
  if (make === undefined) throw new TypeError(`No matcher is called ${key}.`);
  return make(matcher[key], prepare, matcher);
}

/** How each matcher of `cases/matchers.ts` is held; what its operand may be was checked there. */
const PREDICATES: Readonly<
  Record<string, (operand: unknown, prepare: Prepare, matcher: Matcher) => Predicate>
> = {
  $any: () => (actual) => actual !== undefined,
  $absent: () => (actual) => actual === undefined,
  $unchanged: () => isDeepStrictEqual,
  $regex: (source, _prepare, { $flags: flags = "" }) => {
    const pattern = new RegExp(source as string, flags as string);
    return (actual) => typeof actual === "string" && pattern.test(actual);
  },
  $flags: () => () => true,
  $one_of: (options, prepare) => {
    const predicates = (options as unknown[]).map((option) => prepare(option));
    return (actual, before) => predicates.some((holds) => holds(actual, before));
  },
  $contains: (part, prepare) => {
    const isElement = prepare(part);
    return (actual) =>
      Array.isArray(actual)
        ? actual.some((element) => isElement(element))
        : typeof actual === "string" && typeof part === "string" && actual.includes(part);
  },
  $gt: comparing((actual, operand) => actual > operand),
  $gte: comparing((actual, operand) => actual >= operand),
  $lt: comparing((actual, operand) => actual < operand),
  $lte: comparing((actual, operand) => actual <= operand),
  $partial: (part, prepare) => prepare(part, "partial"),
};

function comparing(holds: (actual: number, operand: number) => boolean) {
  return (operand: unknown): Predicate =>
    (actual) =>
      typeof actual === "number" && holds(actual, operand as number);
}
