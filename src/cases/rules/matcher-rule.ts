import { faulty, NO_FAULTS, within } from "../../json/fault.ts";
import type { Fault, Rule } from "../../json/fault.ts";
import { kindOf } from "../../json/show.ts";
import { isMatcher, MATCHERS } from "../matchers.ts";
import type { MatcherScope } from "../matchers.ts";

/** An expected value: JSON with matchers anywhere inside. */
export function expectedValue(scope: MatcherScope): Rule {
  const known = Object.keys(MATCHERS).filter(
    (name) => scope === "values" || MATCHERS[name]?.valuesOnly !== true,
  );
  return (value) => valueFaults(value, known);
}

/** What only says something of a key in its place, and nothing of an element of a list. */
const OF_A_KEY = new Set(["$unchanged", "$absent"]);

function valueFaults(value: unknown, known: readonly string[]): readonly Fault[] {
  if (typeof value !== "object" || value === null) return NO_FAULTS;
  if (isMatcher(value)) return matcherFaults(value, known);
  let faults: Fault[] | undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = valueFaults(part, known);
    if (found.length > 0)
      (faults ??= []).push(...within(Array.isArray(value) ? Number(key) : key, found));
  }
  return faults ?? NO_FAULTS;
}

function matcherFaults(
  matcher: Readonly<Record<string, unknown>>,
  known: readonly string[],
): readonly Fault[] {
  const inList = known.filter((name) => !OF_A_KEY.has(name));
  return [
    ...Object.keys(matcher).flatMap((key) => keyFaults(matcher, key, known)),
    ...regexFaults(matcher),
    ...within("$one_of", valueFaults(matcher["$one_of"], known)),
    ...within("$contains", valueFaults(matcher["$contains"], inList)),
    ...within("$partial", valueFaults(matcher["$partial"], known)),
  ];
}

function keyFaults(
  matcher: Readonly<Record<string, unknown>>,
  key: string,
  known: readonly string[],
): readonly Fault[] {
  const form = known.includes(key) ? MATCHERS[key] : undefined;
  if (form !== undefined) {
    return form.accepts(matcher[key])
      ? NO_FAULTS
      : within(key, faulty(`${key} takes ${form.wants}, not ${kindOf(matcher[key])}`));
  }
  const name = JSON.stringify(key);
  const [problem, remedy] = Object.hasOwn(MATCHERS, key)
    ? [
        `${name} cannot stand here`,
        "It is for what stands under a key of context_variables or state.",
      ]
    : key.startsWith("$")
      ? [`unknown matcher ${name}`, undefined]
      : [
          `${name} stands beside a matcher, and matchers stand alone`,
          'For an object with more keys than are listed, write {"$partial":{…}}.',
        ];
  return [{ type: "key", path: [key], problem, known, remedy }];
}

function regexFaults({
  $regex: source,
  $flags: flags,
}: Readonly<Record<string, unknown>>): readonly Fault[] {
  if (source === undefined)
    return flags === undefined ? NO_FAULTS : within("$flags", faulty("$flags goes with $regex"));
  const problem =
    typeof source === "string"
      ? patternProblem(source, typeof flags === "string" ? flags : "")
      : undefined;
  return problem === undefined ? NO_FAULTS : within("$regex", faulty(problem));
}

/** Why a regular expression is none, or surely not the one that was meant; undefined where it is fine. */
export function patternProblem(source: string, flags = ""): string | undefined {
  if (/^\/.*\/[dgimsuvy]*i[dgimsuvy]*$/.test(source))
    return `write the pattern alone, with no slashes around it; ${EITHER_CASE}`;
  if (/[gy]/.test(flags))
    return `the flags g and y go on from an earlier match, and there is none: leave them out`;
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return source.startsWith("(?i)") ? `${message}; ${EITHER_CASE}` : message;
  }
}

/** Why a pattern is in any text at all; undefined where one may be without it, or where that cannot be told. */
export function vacuousPattern(source: string): string | undefined {
  // Without an assertion, what is found in an empty text is found at the start of every text; an anchor at one end changes nothing.
  const inner = source.replace(/^\^|(?<!\\)\$$/, "");
  const asserts = /[$^]|\\[bB]|\(\?<?[=!]/.test(inner);
  return !asserts && new RegExp(inner).test("")
    ? "it is in every reply, even an empty one"
    : undefined;
}

const EITHER_CASE = "a letter of either case is written [Rr]";
