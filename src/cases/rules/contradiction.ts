import { isRecord } from "../../json/value.ts";
import { isMatcher } from "../matchers.ts";

type Matcher = Readonly<Record<string, unknown>>;

/** Why a matcher, whose operands are right, holds for nothing; undefined if it may hold for something. */
export function contradiction(matcher: Matcher): string | undefined {
  const keys = Object.keys(matcher);
  if ("$absent" in matcher && keys.length > 1)
    return "a key that is not there has no value: $absent stands alone";
  const { $not: not } = matcher;
  if (isMatcher(not) && acceptsAll(not))
    return "it holds for nothing: $not is about a value that is there, and this is every value";
  return emptyRange(matcher) ?? noKind(keys);
}

/** Whether an expectation of a whole object holds for every object. */
export function acceptsAnyObject(expected: unknown): boolean {
  if (!isRecord(expected)) return false;
  return isMatcher(expected)
    ? Object.entries(expected).every(
        ([key, operand]) =>
          key === "$any" ||
          (key === "$one_of" && (operand as readonly unknown[]).some(acceptsAnyObject)),
      )
    : Object.keys(expected).length === 0;
}

/** Whether a matcher holds for whatever is there. */
function acceptsAll(matcher: Matcher): boolean {
  return Object.entries(matcher).every(
    ([key, operand]) =>
      key === "$any" ||
      (key === "$one_of" &&
        (operand as readonly unknown[]).some((one) => isMatcher(one) && acceptsAll(one))),
  );
}

function emptyRange({ $gt, $gte, $lt, $lte }: Matcher): string | undefined {
  const least = Math.max(...[$gt, $gte].map((bound) => (bound as number | undefined) ?? -Infinity));
  const most = Math.min(...[$lt, $lte].map((bound) => (bound as number | undefined) ?? Infinity));
  const isOpen = $gt === least || $lt === most;
  return least > most || (least === most && isOpen)
    ? "no number is in this range, so it could never hold"
    : undefined;
}

/** The kinds of values that a matcher may hold for. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  $regex: ["text"],
  $contains: ["text", "list"],
  $gt: ["number"],
  $gte: ["number"],
  $lt: ["number"],
  $lte: ["number"],
  $unordered: ["list"],
  $size: ["text", "list", "object"],
  $partial: ["list", "object"],
};

function noKind(keys: readonly string[]): string | undefined {
  const kinds = keys.flatMap((key) => (KINDS[key] === undefined ? [] : [KINDS[key]]));
  const [first, ...others] = kinds;
  return first === undefined || first.some((kind) => others.every((each) => each.includes(kind)))
    ? undefined
    : `nothing is of a kind that ${keys.join(" and ")} both hold for`;
}
