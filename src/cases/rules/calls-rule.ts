import { faulty, mustBe } from "../../json/fault.ts";
import type { Rule } from "../../json/fault.ts";
import { isRecord, parseIfJson } from "../../json/value.ts";
import { also, chosen, list, object, oneOf, trueOrFalse } from "../../json/rules.ts";
import type { ModedCallsLine } from "./case-line.ts";
import { listOr, name } from "./common-rules.ts";
import type { CallPattern, MatchMode } from "../expectation.ts";
import { expectedValue } from "./matcher-rule.ts";
import { meant } from "./meant.ts";

const MODES: readonly MatchMode[] = ["exact", "in_order", "any_order", "subset"];

/** How a list is held against what happened. */
export const mode: Rule = (value) => {
  const known = MODES.includes(value as MatchMode);
  const near = known || typeof value !== "string" ? undefined : meant(value, MODES);
  return near === undefined
    ? oneOf(MODES)(value)
    : faulty(
        `there is no mode ${JSON.stringify(value)}. Did you mean "${near}"? Modes: ${MODES.join(", ")}`,
      );
};

const callArguments = also(expectedValue("arguments"), (value) =>
  typeof value === "string" && isRecord(parseIfJson(value))
    ? `arguments are compared after they were parsed: write ${value} without the quotes around it`
    : undefined,
);

const callObject = object<CallPattern>(
  { name },
  { arguments: callArguments, agent: name, error: trueOrFalse },
);

const calls = list(
  chosen((value) => {
    if (typeof value === "string") return name;
    return isRecord(value) ? callObject : () => mustBe("the name of a tool, or an object", value);
  }),
);

const modedCalls = also(object<ModedCallsLine>({ mode, calls }, {}), (value: ModedCallsLine) =>
  value.mode !== "exact" && value.calls.length === 0
    ? "an empty list in a loose mode asks for nothing; [] alone says that nothing is called"
    : undefined,
);

/** `tool_calls` in an expectation. */
export const toolCalls = listOr(
  calls,
  modedCalls,
  "a list of calls, or an object with mode and calls",
);
