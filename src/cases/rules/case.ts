import { anyOf, described, schemaOf, ifThen } from "../../json/described.ts";
import { faulty, mustBe, NO_FAULTS, within, type Fault, type Rule } from "../../json/fault.ts";
import { show } from "../../json/show.ts";
import { isRecord } from "../../json/value.ts";
import {
  also,
  anything,
  chosen,
  count,
  dictionary,
  list,
  object,
  oneOf,
  openObject,
  string,
  trueOrFalse,
  type OptionalRules,
} from "../../json/rules.ts";
import type {
  CommonLine,
  ModedCallsLine,
  SimulatedLine,
  SingleTurnLine,
  TurnLine,
  TurnsLine,
} from "./case-line.ts";
import {
  caseExpectation,
  EXPECTATION_KEYS,
  expectsNothing,
  onlyTurnExpectation,
  turnExpectation,
} from "./expectation.ts";
import { commandRule } from "./command.ts";
import { faults } from "./faults.ts";
import { name } from "./matcher.ts";
import { simulatedUser, userContent } from "./user.ts";

const content = described(
  (value) =>
    typeof value === "string" || Array.isArray(value)
      ? NO_FAULTS
      : mustBe("a string or a list of content parts", value),
  () => ({ type: ["string", "array"] }),
);

const ROLES = ["system", "developer", "user", "assistant", "tool", "function"];
const unknownRole = openObject({ role: oneOf(ROLES) });
const contentMessage = openObject({ content });
const toolMessage = openObject({ tool_call_id: string("it is empty"), content });
const functionMessage = openObject({ name: string("it is empty"), content });
const SAYS = ["content", "tool_calls", "refusal", "audio", "function_call"];
const assistantMessage = also(
  openObject({}),
  (message: Readonly<Record<string, unknown>>) =>
    SAYS.some((key) => key in message)
      ? undefined
      : "the assistant neither says nor calls anything: give it content or tool_calls",
  { anyOf: SAYS.map((key) => ({ required: [key] })) },
);

/** A message with one of these roles, and what is in it then. */
function withRole(roles: readonly string[], rule: Rule): Rule {
  return described(rule, () => ({
    required: ["role"],
    properties: { role: { enum: roles } },
    allOf: [schemaOf(rule)],
  }));
}

/** An earlier message, as Chat Completions has it; keys that providers add are allowed. */
export const message: Rule = chosen(
  (value) => {
    const role = isRecord(value) ? value["role"] : undefined;
    if (role === "assistant") return assistantMessage;
    if (role === "tool") return toolMessage;
    if (role === "function") return functionMessage;
    return ROLES.includes(role as string) ? contentMessage : unknownRole;
  },
  [
    withRole(["assistant"], assistantMessage),
    withRole(["tool"], toolMessage),
    withRole(["function"], functionMessage),
    withRole(["system", "developer", "user"], contentMessage),
  ],
);

/** The name of a case, or of what else has a line of its own. */
export const id = also(
  string("it is empty"),
  (value: string) =>
    /^\s|\s$|\p{Cc}/u.test(value)
      ? "an id is one line that neither begins nor ends with a space"
      : undefined,
  { pattern: "^(?!\\s)\\P{Cc}*(?<!\\s)$" },
);

const reason = string("it is empty: give the reason, or true");

const skip = described(
  (value) => {
    if (typeof value === "boolean") return NO_FAULTS;
    return typeof value === "string" ? reason(value) : mustBe("true, false or the reason", value);
  },
  anyOf([trueOrFalse, reason]),
);

/** A date, or a date and a time with its offset from UTC: without one, it would depend on the machine. */
const INSTANT =
  /^\d{4}-(\d{2})-(\d{2})(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/;

const now = also(
  string(),
  (value: string) => {
    const [, month, day] = INSTANT.exec(value) ?? [];
    const date = new Date(value.slice(0, "2026-11-30".length));
    const isReal = date.getUTCDate() === Number(day) && date.getUTCMonth() + 1 === Number(month);
    return isReal && !Number.isNaN(Date.parse(value))
      ? undefined
      : `it must be a date, or a date and a time with its zone, such as 2026-11-30T09:00:00Z, not ${show(value)}`;
  },
  { pattern: INSTANT.source },
);

const [seedNumber, seedText] = [count(0), string("it is empty")];
const seed = described(
  (value) => {
    if (typeof value === "number") return seedNumber(value);
    return typeof value === "string"
      ? seedText(value)
      : mustBe("a whole number or a string", value);
  },
  anyOf([seedNumber, seedText]),
);

const someCompletions = count(1);

const common: OptionalRules<Omit<CommonLine, "id">> = {
  tags: list(name),
  agent: name,
  command: commandRule,
  context_variables: dictionary(anything),
  world: anything,
  messages: list(message),
  model_override: name,
  max_turns: described(
    (value) =>
      value === 0
        ? faulty("with 0 no model is asked, so nothing that is expected could tell agents apart")
        : someCompletions(value),
    () => schemaOf(someCompletions),
  ),
  execute_tools: trueOrFalse,
  stream: trueOrFalse,
  trials: count(1),
  now,
  seed,
  human: list(string()),
  faults,
  skip,
  only: trueOrFalse,
};

/** Where keys belong that stand in the wrong object. */
function belonging(keys: readonly string[], where: string): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.map((key) => [key, where]));
}

const besideId = belonging(
  ["id", ...Object.keys(common)],
  'It belongs to the whole case, beside its "id".',
);
const inExpect = belonging(EXPECTATION_KEYS, 'It belongs in "expect".');

const turnObject = object<TurnLine>(
  { user: userContent },
  { expect: turnExpectation(besideId) },
  {
    ...besideId,
    ...inExpect,
    assistant: 'What the agents should say belongs in "expect":{"output":{…}}.',
  },
);

const turn = described(
  (value) =>
    typeof value === "string"
      ? faulty(`it must be an object: write {"user":${JSON.stringify(value)}}`)
      : turnObject(value),
  () => schemaOf(turnObject),
);

const someTurns = also(
  object<TurnsLine>(
    { id, turns: list(turn, "a case needs at least one turn") },
    { ...common, expect: caseExpectation(besideId) },
    { ...inExpect, user: 'A case has either "turns", or "user" with "expect" for a single turn.' },
  ),
  (line: TurnsLine) =>
    [line, ...line.turns].some(({ expect }) => !expectsNothing(expect))
      ? undefined
      : "the case expects nothing, so it could never fail: add an expect, here or in a turn",
  {
    anyOf: [
      { required: ["expect"] },
      { properties: { turns: { contains: { required: ["expect"] } } } },
    ],
  },
);

/** Only the last turn may leave calls unanswered. */
const manyTurns = described(manyTurnsFaults, () => schemaOf(someTurns));

function manyTurnsFaults(value: unknown): readonly Fault[] {
  const faults = someTurns(value);
  const { execute_tools, turns } = value as TurnsLine;
  if (faults.length > 0 || execute_tools !== false || turns.slice(0, -1).every(expectsNoCalls))
    return faults;
  const problem =
    'OpenAI refuses to go on after a call that nobody answered: expect "tool_calls":[] in all turns but the last, or make each a case of its own, with "messages" before it';
  return within("execute_tools", faulty(problem));
}

function expectsNoCalls({ expect }: TurnLine): boolean {
  const calls = expect?.tool_calls;
  return (
    (Array.isArray(calls) ? calls : (calls as ModedCallsLine | undefined)?.calls)?.length === 0
  );
}

const singleTurn = object<SingleTurnLine>(
  { id, user: userContent, expect: onlyTurnExpectation(besideId) },
  common,
  inExpect,
);

/** A case whose user a model plays. */
const simulated = also(
  object<SimulatedLine>(
    { id, user: simulatedUser, expect: caseExpectation(besideId) },
    common,
    inExpect,
  ),
  ({ expect, execute_tools }: SimulatedLine) => {
    if (expectsNothing(expect)) return "it only allows tools to fail, so it could never fail";
    return execute_tools === false
      ? "the user could not go on after a call that nobody answered: leave out execute_tools"
      : undefined;
  },
  { not: { required: ["execute_tools"], properties: { execute_tools: { const: false } } } },
);

/** A case in neither form. */
const noTurn = object<TurnsLine & { readonly user?: unknown }>(
  { id, turns: anything },
  { ...common, user: anything, expect: anything },
  inExpect,
);

/** What one line of a case file must be. */
export const caseRule = described(
  (value) => {
    if (!isRecord(value))
      return mustBe("a case, {…}; in JSONL each line is one, with no [ ] around them", value);
    if ("turns" in value) return manyTurns(value);
    if (!("user" in value)) return noTurn(value);
    return (isRecord(value["user"]) ? simulated : singleTurn)(value);
  },
  () =>
    ifThen(
      { required: ["turns"] },
      schemaOf(manyTurns),
      ifThen(
        { required: ["user"], properties: { user: { type: "object" } } },
        schemaOf(simulated),
        schemaOf(singleTurn),
      ),
    ),
);
