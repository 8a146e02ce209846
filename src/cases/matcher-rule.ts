import { FAULTLESS, faulty, within } from "../json/fault.ts";
import type { Fault, Rule } from "../json/fault.ts";
import { kindOf } from "../json/rules.ts";
import { isMatcher, MATCHERS } from "./matchers.ts";
import type { MatcherScope } from "./matchers.ts";
import { patternProblem } from "./pattern-problem.ts";

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
  if (typeof value !== "object" || value === null) return FAULTLESS;
  if (isMatcher(value)) return matcherFaults(value, known);
  let faults: Fault[] | undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = valueFaults(part, known);
    if (found.length > 0)
      (faults ??= []).push(...within(Array.isArray(value) ? Number(key) : key, found));
  }
  return faults ?? FAULTLESS;
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
      ? FAULTLESS
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
    return flags === undefined ? FAULTLESS : within("$flags", faulty("$flags goes with $regex"));
  const problem =
    typeof source === "string"
      ? patternProblem(source, typeof flags === "string" ? flags : "")
      : undefined;
  return problem === undefined ? FAULTLESS : within("$regex", faulty(problem));
}
