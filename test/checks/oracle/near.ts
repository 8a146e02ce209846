import type { Random } from "../../support/random.ts";
import type { Json } from "./fits.ts";

const KEYS = ["a", "b", "c"];
export const TEXTS = ["", "a", "ab", "Ab c", "É✈"];

export function object(random: Random, depth: number): Json {
  const keys = random.list(3, () => random.pick(KEYS));
  return Object.fromEntries(keys.map((key) => [key, value(random, depth)]));
}

export function value(random: Random, depth: number): unknown {
  if (depth === 0 || random.chance(0.5))
    return random.pick<unknown>([...TEXTS, 0, 1, 2, true, null]);
  return random.chance(0.5)
    ? random.list(3, () => value(random, depth - 1))
    : object(random, depth - 1);
}

type Place = "arguments" | "values" | "reply";

/** Some keys of an object, with values that are near to its own. */
export function part(random: Random, actual: unknown, place: Place): unknown {
  const own = Object.entries(actual as Json)
    .filter(() => random.chance(0.6))
    .map(([key, one]) => [key, near(random, one, place)]);
  const others = random.list(1, () => [
    random.pick([...KEYS, "d"]),
    near(random, undefined, place),
  ]);
  return Object.fromEntries([...own, ...others]);
}

/** An expected value that is the actual one, or a matcher that may hold for it, or neither. */
export function near(random: Random, actual: unknown, place: Place): unknown {
  const inner = (one: unknown): unknown => near(random, one, place);
  if (random.chance(0.05)) return value(random, 1);
  if (random.chance(0.35)) return matcher(random, actual, place);
  if (Array.isArray(actual)) return actual.map(inner);
  if (typeof actual !== "object" || actual === null) return actual ?? null;
  return random.chance(0.5)
    ? part(random, actual, place)
    : Object.fromEntries(Object.entries(actual).map(([key, one]) => [key, inner(one)]));
}

export function matcher(random: Random, actual: unknown, place: Place): unknown {
  const elements = Array.isArray(actual) ? (actual as unknown[]) : [actual];
  const inner = (one: unknown): unknown => near(random, one, place);
  // An element has no key that could be absent or unchanged.
  const element = (one: unknown): unknown => near(random, one, "arguments");
  const number = typeof actual === "number" ? actual : 1;
  const size = random.below(4);
  const all: (() => unknown)[] = [
    () => ({ $any: true }),
    () => ({
      $regex: random.pick(["^a", "b", "."]),
      ...(random.chance(0.3) ? { $flags: "i" } : {}),
    }),
    () => ({ $one_of: [value(random, 1), inner(actual)] }),
    () => ({ $contains: element(random.pick(elements)) }),
    () => ({ [random.pick(["$gt", "$gte", "$lt", "$lte"])]: number + random.below(3) - 1 }),
    () => ({ $gte: number - random.below(2), $lte: number + random.below(2) }),
    () => ({ $partial: inner(actual) }),
    () => ({
      $unordered: elements
        .filter(() => random.chance(0.9))
        .map(element)
        .toReversed(),
    }),
    () => ({ $not: random.chance(0.5) ? inner(actual) : value(random, 1) }),
    () => ({ $size: random.chance(0.5) ? size : { $gte: size } }),
    () => ({ $not: value(random, 1), $one_of: [inner(actual)] }),
  ];
  if (place !== "arguments") all.push(() => ({ $absent: true }));
  if (place === "values") all.push(() => ({ $unchanged: true }));
  return random.pick(all)();
}
