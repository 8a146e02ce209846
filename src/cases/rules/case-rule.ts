import { faulty, mustBe, NO_FAULTS } from "../../json/fault.ts";
import type { Rule } from "../../json/fault.ts";
import { isRecord } from "../../json/value.ts";
import {
  also,
  anything,
  count,
  dictionary,
  list,
  object,
  string,
  trueOrFalse,
} from "../../json/rules.ts";
import type { OptionalRules } from "../../json/rules.ts";
import type { CommonLine, SingleTurnLine, TurnLine, TurnsLine } from "./case-line.ts";
import { name } from "./common-rules.ts";
import {
  caseExpectation,
  EXPECTATION_KEYS,
  onlyTurnExpectation,
  turnExpectation,
} from "./expectation-rule.ts";
import { message, userContent } from "./message-rule.ts";

const id = also(string("it is empty"), (value: string) =>
  /^\s|\s$|\p{Cc}/u.test(value)
    ? "an id is one line that neither begins nor ends with a space"
    : undefined,
);

const reason = string("it is empty: give the reason, or true");

const skip: Rule = (value) => {
  if (typeof value === "boolean") return NO_FAULTS;
  return typeof value === "string" ? reason(value) : mustBe("true, false or the reason", value);
};

const common: OptionalRules<Omit<CommonLine, "id">> = {
  tags: list(name),
  agent: name,
  context_variables: dictionary(anything),
  messages: list(message),
  model_override: name,
  max_turns: count(0),
  execute_tools: trueOrFalse,
  stream: trueOrFalse,
  trials: count(1),
  skip,
  only: trueOrFalse,
};

/** What to do with keys that stand in the wrong object of a case. */
function belonging(keys: readonly string[], where: string): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, where]));
}

const besideId = belonging(
  ["id", ...Object.keys(common)],
  'It is said of the whole case, beside its "id".',
);
const inExpect = belonging(EXPECTATION_KEYS, 'What is expected stands in "expect".');

const turnObject = object<TurnLine>(
  { user: userContent },
  { expect: turnExpectation(besideId) },
  {
    ...besideId,
    ...inExpect,
    assistant: 'What the agents say is expected in "expect":{"output":{…}}.',
  },
);

const turn: Rule = (value) =>
  typeof value === "string"
    ? faulty(`it must be an object: write {"user":${JSON.stringify(value)}}`)
    : turnObject(value);

const manyTurns = also(
  object<TurnsLine>(
    { id, turns: list(turn, "a case needs at least one turn") },
    { ...common, expect: caseExpectation(besideId) },
    { ...inExpect, user: 'A case has either "turns", or "user" with "expect" for a single turn.' },
  ),
  (line: TurnsLine) =>
    [line, ...line.turns].some(({ expect }) => expect !== undefined)
      ? undefined
      : "the case expects nothing, so it could never fail: add an expect, here or in a turn",
);

const singleTurn = object<SingleTurnLine>(
  { id, user: userContent, expect: onlyTurnExpectation(besideId) },
  common,
  inExpect,
);

/** A case of which neither form was begun. */
const noTurn = object<TurnsLine & Partial<SingleTurnLine>>(
  { id, turns: anything },
  { ...common, user: anything, expect: anything },
  inExpect,
);

/** What one line of a case file must be. */
export const caseRule: Rule = (value) => {
  if (!isRecord(value))
    return mustBe("a case, {…}; in JSONL each line is one, with no [ ] around them", value);
  if ("turns" in value) return manyTurns(value);
  return ("user" in value ? singleTurn : noTurn)(value);
};
