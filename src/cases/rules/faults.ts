import { described } from "../../json/described.ts";
import { faulty, mustBe, NO_FAULTS } from "../../json/fault.ts";
import { also, anything, chosen, count, list, object, oneOf, string } from "../../json/rules.ts";
import { show } from "../../json/show.ts";
import { isRecord } from "../../json/value.ts";
import type { ModelFault, ModelGive, ToolGive } from "../faults.ts";
import type { FaultLine, ToolFaultLine } from "./case-line.ts";
import { name } from "./matcher.ts";

const WORDS: readonly ToolGive[] = ["timeout", "error", "lost", "truncated", "corrupt"];

const word = oneOf(WORDS as readonly string[]);
const detailed = also(
  object<{ readonly error?: string; readonly result?: unknown; readonly slow?: number }>(
    {},
    { error: string("it is empty"), result: anything, slow: count(1) },
  ),
  (give: object) =>
    Object.keys(give).length === 1 ? undefined : "it needs one of error, result and slow",
  { minProperties: 1, maxProperties: 1 },
);
const toolGive = chosen(
  (value) => {
    if (isRecord(value)) return detailed;
    return typeof value === "string"
      ? word
      : () => mustBe(`one of ${WORDS.join(", ")}, or an object with error, result or slow`, value);
  },
  [word, detailed],
);

const number = count(1);
const every = oneOf(["every"]);
const whichCall = chosen(
  (value) => {
    if (typeof value === "number") return number;
    return value === "every"
      ? every
      : () => mustBe('the number of a call, from 1, or "every"', value);
  },
  [number, every],
);
const toolFault = object<ToolFaultLine>({ tool: name, give: toolGive }, { call: whichCall });

const OF_MODELS: readonly ModelGive[] = [429, 500, "reset", "cut", "refusal"];
const modelGive = described(
  (value) =>
    OF_MODELS.includes(value as ModelGive)
      ? NO_FAULTS
      : faulty(`it must be one of ${OF_MODELS.join(", ")}, not ${show(value, 40)}`),
  () => ({ enum: OF_MODELS }),
);
const modelFault = object<ModelFault>({ model_call: number, give: modelGive }, {});

const oneFault = chosen(
  (value) => {
    if (!isRecord(value)) return () => mustBe("a fault, {…}", value);
    if ("model_call" in value) return modelFault;
    return "tool" in value
      ? toolFault
      : () => faulty('it needs "tool", or "model_call" for a request to a model');
  },
  [toolFault, modelFault],
);

/** What a case has put in. */
export const faults = also(
  list(oneFault, "it is empty: leave it out"),
  (all: readonly FaultLine[]) => {
    const twice = all.find((fault, index) => all.slice(0, index).some((one) => meet(one, fault)));
    return twice && `two of them meet in ${placeText(twice)}, which can have only one`;
  },
);

/** Whether two faults are for the same call. */
function meet(one: FaultLine, other: FaultLine): boolean {
  if ("model_call" in one || "model_call" in other)
    return "model_call" in one && "model_call" in other && one.model_call === other.model_call;
  const calls = [one.call ?? 1, other.call ?? 1];
  return one.tool === other.tool && (calls.includes("every") || calls[0] === calls[1]);
}

function placeText(fault: FaultLine): string {
  return "model_call" in fault
    ? `model call ${fault.model_call}`
    : `${fault.call === "every" ? "every call" : `call ${fault.call ?? 1}`} of ${fault.tool}`;
}
