import type { Rule } from "../../json/fault.ts";
import { isRecord } from "../../json/value.ts";
import { also, amount, count, list, object } from "../../json/rules.ts";
import type { OptionalRules } from "../../json/rules.ts";
import { mustBe } from "../../json/fault.ts";
import { toolCalls } from "./calls-rule.ts";
import type { ExpectationLine } from "./case-line.ts";
import { EMPTY, name, saying } from "./common-rules.ts";
import { handoffs } from "./handoffs-rule.ts";
import { expectedValue } from "./matcher-rule.ts";
import { output } from "./output-rule.ts";

const expectedValues = expectedValue("values");

/** Values by their keys, or a matcher for all of them. */
const values = also(
  saying((value) => (isRecord(value) ? expectedValues(value) : mustBe("an object", value))),
  ({ $any: any }: Readonly<Record<string, unknown>>) =>
    any === undefined ? undefined : "$any of the whole would hold whatever happens",
);

/** What may be expected of a turn as well as of the whole case. */
const anywhere = {
  tool_calls: toolCalls,
  not_called: list(name, EMPTY),
  handoffs,
  output,
  context_variables: values,
  state: values,
  max_model_calls: count(0),
  max_tokens: count(0),
  max_cost: amount(0),
  max_latency_ms: amount(0),
} satisfies Partial<OptionalRules<ExpectationLine>>;

/** The keys of `expect`, for those who write them beside it. */
export const EXPECTATION_KEYS: readonly string[] = [...Object.keys(anywhere), "final_agent"];

type OfTurn = Omit<ExpectationLine, "final_agent">;
type OfCase = Omit<ExpectationLine, "agent">;

/** `expect` in a turn. `elsewhere` is what to do with keys that belong outside it. */
export function turnExpectation(elsewhere: Readonly<Record<string, string>>): Rule {
  const stray = {
    ...elsewhere,
    final_agent: 'Of a turn it is "agent"; "final_agent" stands in the expect of the whole case.',
  };
  return saying(object<OfTurn>({}, { ...anywhere, agent: name }, stray));
}

/** `expect` beside `turns`. */
export function caseExpectation(elsewhere: Readonly<Record<string, string>>): Rule {
  const stray = {
    ...elsewhere,
    agent: 'Of a whole case it is "final_agent"; "agent" stands in the expect of a turn.',
  };
  return saying(object<OfCase>({}, { ...anywhere, final_agent: name }, stray));
}

/** `expect` beside `user`: turn and case are the same, so either name for the last agent will do. */
export function onlyTurnExpectation(elsewhere: Readonly<Record<string, string>>): Rule {
  const names = { agent: name, final_agent: name };
  return saying(object<ExpectationLine>({}, { ...anywhere, ...names }, elsewhere));
}
