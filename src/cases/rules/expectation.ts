import { described, schemaOf, ifThen } from "../../json/described.ts";
import { faulty, mustBe, type Rule } from "../../json/fault.ts";
import { bentNumber } from "../../json/bent-number.ts";
import { isRecord, parseIfJson } from "../../json/value.ts";
import {
  also,
  amount,
  anything,
  chosen,
  count,
  dictionary,
  list,
  object,
  oneOf,
  string,
  trueOrFalse,
  type OptionalRules,
} from "../../json/rules.ts";
import type { CallPattern, CustomCheckExpectation, Ended, MatchMode } from "../expectation.ts";
import { isMatcher } from "../matchers.ts";
import { acceptsAnyObject } from "./contradiction.ts";
import type {
  ExpectationLine,
  HandoffsLine,
  JudgeLine,
  ModedCallsLine,
  OutputLine,
  TextLine,
} from "./case-line.ts";
import {
  aMatcher,
  expectedArguments,
  expectedReply,
  expectedValues,
  name,
  patternProblem,
  plain,
  vacuousPattern,
} from "./matcher.ts";
import { meant } from "./meant.ts";

const EMPTY = "it is empty, so it could never fail";

/** An object that says something. */
function notEmpty(rule: Rule): Rule {
  return also(rule, (value: object) => (Object.keys(value).length === 0 ? EMPTY : undefined), {
    minProperties: 1,
  });
}

/** A short form that is a list, or a long one that is an object. `either` names both. */
function listOr(short: Rule, long: Rule, either: string): Rule {
  return chosen(
    (value) => {
      if (Array.isArray(value)) return short;
      return isRecord(value) ? long : () => mustBe(either, value);
    },
    [short, long],
  );
}

const MODES: readonly MatchMode[] = ["exact", "in_order", "any_order", "subset"];

const oneMode = oneOf(MODES);
const mode = chosen(
  (value) => {
    const known = MODES.includes(value as MatchMode);
    const near = known || typeof value !== "string" ? undefined : meant(value, MODES);
    if (near === undefined) return oneMode;
    return () =>
      faulty(
        `there is no mode ${JSON.stringify(value)}. Did you mean "${near}"? Modes: ${MODES.join(", ")}`,
      );
  },
  [oneMode],
);

/** A list under this key is not empty in a mode other than `exact`. */
function looselySome(key: string) {
  const isLoose = { properties: { mode: { not: { const: "exact" } } }, required: ["mode"] };
  return ifThen(isLoose, { properties: { [key]: { minItems: 1 } } });
}

const callArguments = also(expectedArguments, (value) =>
  // What no number holds is compared as it was written.
  typeof value === "string" && isRecord(parseIfJson(value)) && bentNumber(value) === undefined
    ? `arguments are compared after they are parsed: write ${value} without the quotes around it`
    : undefined,
);
const errorText = string("every error contains an empty text: write true");
const expectedError = chosen(
  (value) => {
    if (typeof value === "boolean") return trueOrFalse;
    if (typeof value === "string") return errorText;
    if (isMatcher(value)) return aMatcher;
    return () => mustBe("true, false, a part of what the error says, or a matcher", value);
  },
  [trueOrFalse, errorText, aMatcher],
);
const result = also(expectedArguments, (value) => {
  const written = typeof value === "string" ? parseIfJson(value) : undefined;
  return typeof written === "object" &&
    written !== null &&
    bentNumber(value as string) === undefined
    ? `a result is compared after it is parsed: write ${value} without the quotes around it`
    : undefined;
});
const callObject = also(
  object<CallPattern>(
    { name },
    { arguments: callArguments, agent: name, error: expectedError, result },
  ),
  ({ error = false, result: expected }: CallPattern) =>
    expected === undefined || error === false
      ? undefined
      : "a call that fails has no result: expect one of the two",
  { dependencies: { result: { properties: { error: { const: false } } } } },
);
const calls = list(
  chosen(
    (value) => {
      if (typeof value === "string") return name;
      return isRecord(value) ? callObject : () => mustBe("the name of a tool, or an object", value);
    },
    [name, callObject],
  ),
);
const modedCalls = also(
  object<ModedCallsLine>({ mode, calls }, {}),
  (value: ModedCallsLine) =>
    value.mode !== "exact" && value.calls.length === 0
      ? "an empty list in this mode expects nothing; to expect no calls, write []"
      : undefined,
  looselySome("calls"),
);
const toolCalls = listOr(calls, modedCalls, "a list of calls, or an object with mode and calls");

const agents = list(name);
const pair = described(agents, () => ({ ...schemaOf(agents), minItems: 2, maxItems: 2 }));
const edge = chosen(
  (value) =>
    Array.isArray(value) && value.length === 2
      ? pair
      : () => mustBe('a pair of agents, as in ["Sales","Refunds"]', value),
  [pair],
);
const handoffsObject = also(
  notEmpty(
    object<HandoffsLine>({}, { mode, route: agents, never: list(edge, EMPTY), max: count(0) }),
  ),
  ({ mode: chosenMode, route }: HandoffsLine) => {
    if (chosenMode === undefined) return undefined;
    if (route === undefined) return "a mode needs a route: add one, or leave the mode out";
    return chosenMode === "exact" || route.length > 0
      ? undefined
      : "an empty route in this mode expects nothing; to expect no handoffs, write []";
  },
  { minProperties: 1, dependencies: { mode: ["route"] }, ...looselySome("route") },
);
const handoffs = listOr(agents, handoffsObject, "a list of agents, or an object with a route");

const speakers = listOr(agents, handoffsObject, "a list of members, or an object with a route");
const reason = oneOf(["termination", "rounds", "person", "nobody", "failed"] satisfies Ended[]);
const reasons = notEmpty(dictionary(reason));
const ended = chosen((value) => (isRecord(value) ? reasons : reason), [reason, reasons]);

const part = plain(string("every reply contains an empty string"));
const partList = list(part, EMPTY);
const parts = chosen((value) => (Array.isArray(value) ? partList : part), [partList, part]);
const pattern = also(
  plain(string("every reply matches an empty pattern")),
  (source: string) => patternProblem(source) ?? vacuousPattern(source),
);
/** What a judge grades by. */
export const rubric = also(
  plain(string()),
  (text: string) =>
    text.trim() === "" ? "it is empty, so there is nothing to grade by" : undefined,
  { pattern: "\\S" },
);
const judgeObject = object<JudgeLine>({ rubric }, { votes: count(1), model: name });
const judge = chosen(
  (value) => {
    if (isMatcher(value) || typeof value === "string") return rubric;
    return isRecord(value) ? judgeObject : () => mustBe("a rubric, or an object with one", value);
  },
  [rubric, judgeObject],
);
const ofText = {
  contains: parts,
  icontains: parts,
  not_contains: parts,
  regex: pattern,
  equals: plain(string()),
};
const output = textObject(
  also(
    object<OutputLine>({}, { ...ofText, by: name, json: expectedReply, judge }),
    (value: OutputLine) =>
      Object.keys(value).join() === "by"
        ? "it only says whose words these are, so it could never fail"
        : undefined,
    { not: { required: ["by"], maxProperties: 1 } },
  ),
);
const said = textObject(
  object<TextLine>({}, ofText, {
    json: 'It belongs in "output": the last reply is read as JSON.',
    judge: 'It belongs in "output": a judge of the last reply reads what was said before it, too.',
  }),
);

function textObject(rule: Rule): Rule {
  const members = notEmpty(rule);
  return chosen(
    (value) =>
      typeof value === "string"
        ? () => mustBe(`an object, such as {"contains":${JSON.stringify(value)}}`, value)
        : members,
    [members],
  );
}

const checkObject = object<CustomCheckExpectation>({ name }, { with: anything });
const oneCheck = chosen(
  (value) => {
    if (typeof value === "string") return name;
    return isRecord(value) ? checkObject : () => mustBe("the name of a check, or an object", value);
  },
  [name, checkObject],
);
const checkList = list(oneCheck, EMPTY);
const check = chosen(
  (value) => (Array.isArray(value) ? checkList : oneCheck),
  [checkList, oneCheck],
);

/** Values by their keys, or a matcher for all of them. */
const values = also(
  notEmpty(
    described(
      (value) => (isRecord(value) ? expectedValues(value) : mustBe("an object", value)),
      () => ({ type: "object", allOf: [schemaOf(expectedValues)] }),
    ),
  ),
  (expected: Readonly<Record<string, unknown>>) =>
    acceptsAnyObject(expected) ? "every object is so, so it could never fail" : undefined,
  { not: { required: ["$any"] } },
);

/** What may be expected both of a turn and of the whole case. */
const anywhere = {
  tool_calls: toolCalls,
  not_called: list(name, EMPTY),
  handoffs,
  speakers,
  ended,
  output,
  said,
  check,
  context_variables: values,
  state: values,
  max_model_calls: count(0),
  max_tokens: count(0),
  max_cost: amount(0),
  max_latency_ms: amount(0),
  tool_errors: oneOf(["allow"]),
} satisfies Partial<OptionalRules<ExpectationLine>>;

/** The keys of `expect`, for those who write them beside it. */
export const EXPECTATION_KEYS: readonly string[] = [...Object.keys(anywhere), "final_agent"];

type OfTurn = Omit<ExpectationLine, "final_agent">;
type OfCase = Omit<ExpectationLine, "agent">;
type Elsewhere = Readonly<Record<string, string>>;

/** `expect` in a turn. `elsewhere` says where keys belong that are not for it. */
export function turnExpectation(elsewhere: Elsewhere): Rule {
  const final_agent =
    'In a turn it is "agent"; "final_agent" belongs in the expect of the whole case.';
  return notEmpty(object<OfTurn>({}, { ...anywhere, agent: name }, { ...elsewhere, final_agent }));
}

/** `expect` beside `turns`. */
export function caseExpectation(elsewhere: Elsewhere): Rule {
  const agent = 'For the whole case it is "final_agent"; "agent" belongs in the expect of a turn.';
  return notEmpty(object<OfCase>({}, { ...anywhere, final_agent: name }, { ...elsewhere, agent }));
}

/** `expect` beside `user`: the turn is the whole case, so the last agent has either name. */
export function onlyTurnExpectation(elsewhere: Elsewhere): Rule {
  const names = { agent: name, final_agent: name };
  const rule = notEmpty(object<ExpectationLine>({}, { ...anywhere, ...names }, elsewhere));
  return also(rule, (expect: ExpectationLine) =>
    expectsNothing(expect) ? "it only allows tools to fail, so it could never fail" : undefined,
  );
}

/** What tools may do is no expectation of its own. */
export function expectsNothing(expect: ExpectationLine | undefined): boolean {
  return Object.keys(expect ?? {}).every((key) => key === "tool_errors");
}
