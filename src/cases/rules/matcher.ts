import { described, schemaOf, ifThen } from "../../json/described.ts";
import {
  faulty,
  NO_FAULTS,
  within,
  type Fault,
  type JsonSchema,
  type Rule,
} from "../../json/fault.ts";
import { kindOf } from "../../json/show.ts";
import { also, string } from "../../json/rules.ts";
import { isMatcher, MATCHERS, type MatcherPlace } from "../matchers.ts";
import { contradiction } from "./contradiction.ts";

type Matcher = Readonly<Record<string, unknown>>;

/** The matchers that may stand in a place. */
function knownIn(place: MatcherPlace): readonly string[] {
  return Object.keys(MATCHERS).filter((key) => MATCHERS[key]?.only?.includes(place) !== false);
}

const ANYWHERE = knownIn("arguments");
const IN_VALUES = knownIn("values");
const IN_REPLY = knownIn("reply");

/** Expected arguments: JSON with matchers anywhere inside. */
export const expectedArguments = described(
  (value) => valueFaults(value, ANYWHERE),
  () => ({ $ref: "#/definitions/argument" }),
);

/** Expected values at the end of a scope: JSON with matchers anywhere inside. */
export const expectedValues = described(
  (value) => valueFaults(value, IN_VALUES),
  () => ({ $ref: "#/definitions/value" }),
);

/** What a reply must hold as JSON, with matchers anywhere inside. */
export const expectedReply = described(
  (value) => valueFaults(value, IN_REPLY),
  () => ({ $ref: "#/definitions/reply" }),
);

/** An object with a key that begins with `$`. */
const A_MATCHER = { type: "object", not: { propertyNames: { not: { pattern: "^\\$" } } } };

/** A matcher as it may stand in arguments, and nothing else. */
export const aMatcher = also(expectedArguments, () => undefined, A_MATCHER);

/** What the schemas of these refer to. */
export function valueDefinitions(): JsonSchema {
  return {
    argument: valueSchema("argument", ANYWHERE),
    value: valueSchema("value", IN_VALUES),
    reply: valueSchema("reply", IN_REPLY),
  };
}

/** Matchers whose operands may hold matchers: those of the place around them, or those of everywhere. */
const AS_AROUND = ["$one_of", "$partial", "$not"];
// Neither an element of a list nor a length has a key that could be absent or unchanged.
const AS_ANYWHERE = ["$contains", "$unordered", "$size"];

function valueSchema(kind: string, names: readonly string[]): JsonSchema {
  const inside = { $ref: `#/definitions/${kind}` };
  const matchers = names.map((name) => {
    const schema: JsonSchema = {
      description: `It takes ${MATCHERS[name]?.wants}.`,
      ...MATCHERS[name]?.schema,
    };
    const operand = AS_ANYWHERE.includes(name) ? { $ref: "#/definitions/argument" } : inside;
    const isPlain = ![...AS_AROUND, ...AS_ANYWHERE].includes(name);
    return [name, isPlain ? schema : { allOf: [schema, operand] }] as const;
  });
  return ifThen(
    A_MATCHER,
    {
      properties: Object.fromEntries(matchers),
      additionalProperties: false,
      dependencies: { $flags: ["$regex"] },
    },
    { additionalProperties: inside, items: inside },
  );
}

/** No matcher, and what follows the rule. */
export function plain(rule: Rule): Rule {
  return described(
    (value) =>
      isMatcher(value)
        ? faulty(
            "a matcher is not allowed here, only in arguments, result, context_variables, state and output.json",
          )
        : rule(value),
    () => schemaOf(rule),
  );
}

/** The name of an agent, a tool, a tag or a model. */
export const name = plain(string("it is empty"));

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

function matcherFaults(matcher: Matcher, known: readonly string[]): readonly Fault[] {
  const faults = [
    ...Object.keys(matcher).flatMap((key) => keyFaults(matcher, key, known)),
    ...regexFaults(matcher),
    ...AS_AROUND.flatMap((key) => within(key, valueFaults(matcher[key], known))),
    ...AS_ANYWHERE.flatMap((key) => within(key, valueFaults(matcher[key], ANYWHERE))),
  ];
  const problem = faults.length > 0 ? undefined : contradiction(matcher);
  return problem === undefined ? faults : faulty(problem);
}

function keyFaults(matcher: Matcher, key: string, known: readonly string[]): readonly Fault[] {
  const form = Object.hasOwn(MATCHERS, key) ? MATCHERS[key] : undefined;
  if (form !== undefined && known.includes(key)) {
    return form.accepts(matcher[key])
      ? NO_FAULTS
      : within(key, faulty(`${key} takes ${form.wants}, not ${kindOf(matcher[key])}`));
  }
  const name = JSON.stringify(key);
  const [problem, remedy] =
    form !== undefined
      ? [`${name} is not allowed here`, `It is for the value of a key in ${placesOf(form)}.`]
      : key.startsWith("$")
        ? [`unknown matcher ${name}`, undefined]
        : [
            `${name} stands beside a matcher, and a matcher stands alone`,
            'For an object with more keys than are listed, write {"$partial":{…}}.',
          ];
  return [{ type: "key", path: [key], problem, known, remedy }];
}

function placesOf({ only = [] }: { readonly only?: readonly MatcherPlace[] }): string {
  return only.includes("reply")
    ? "context_variables, state or output.json"
    : "context_variables or state";
}

function regexFaults({ $regex: source, $flags: flags }: Matcher): readonly Fault[] {
  if (source === undefined)
    return flags === undefined ? NO_FAULTS : within("$flags", faulty("$flags goes with $regex"));
  const problem =
    typeof source === "string"
      ? patternProblem(source, typeof flags === "string" ? flags : "")
      : undefined;
  return problem === undefined ? NO_FAULTS : within("$regex", faulty(problem));
}

/** Why a regular expression is invalid, or surely not what was meant; undefined if it is fine. */
export function patternProblem(source: string, flags = ""): string | undefined {
  if (/^\/.*\/[dgimsuvy]*i[dgimsuvy]*$/.test(source))
    return `write the pattern alone, with no slashes around it; ${EITHER_CASE}`;
  if (/[gy]/.test(flags))
    return `the flags g and y continue from an earlier match, and there is none: leave them out`;
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return source.startsWith("(?i)") ? `${message}; ${EITHER_CASE}` : message;
  }
}

/** Why every text matches a pattern; undefined if some text may not, or if that cannot be told. */
export function vacuousPattern(source: string): string | undefined {
  // Without an assertion, what matches an empty text matches at the start of every text. One anchor changes nothing.
  const inner = source.replace(/^\^|(?<!\\)\$$/, "");
  const asserts = /[$^]|\\[bB]|\(\?<?[=!]/.test(inner);
  return !asserts && new RegExp(inner).test("")
    ? "every reply matches it, even an empty one"
    : undefined;
}

const EITHER_CASE = "for a letter of either case, write [Rr]";
