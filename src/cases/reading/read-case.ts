import type { Rule } from "../../json/fault.ts";
import { parseStrictly } from "../../json/parse-strictly.ts";
import type { Case, Turn } from "../case.ts";
import { placedCommand } from "../command.ts";
import type { CaseFault } from "../faults.ts";
import { pictureFaults, withPictures } from "./pictures.ts";
import type { CustomCheckExpectation, Expectation, TextExpectation } from "../expectation.ts";
import type {
  CaseLine,
  CheckLine,
  ExpectationLine,
  FaultLine,
  HandoffsLine,
  OutputLine,
  SimulatedLine,
  TextLine,
} from "../rules/case-line.ts";
import { caseRule } from "../rules/case.ts";

/** Reads a line of a case file in a folder; undefined if it cannot be used, and `explainLine` says why by `ruleIn`. */
export function readCase(line: string, folder = "."): Case | undefined {
  let value: unknown;
  try {
    value = parseStrictly(line);
  } catch {
    return undefined;
  }
  return caseOf(value, folder);
}

/** The case that a value is the line of; undefined if it is none, and `ruleIn` says why. */
export function caseOf(value: unknown, folder: string): Case | undefined {
  // The rule is what makes the value a line.
  return ruleIn(folder)(value).length === 0
    ? withPictures(longForm(value as CaseLine, folder), folder)
    : undefined;
}

/** The rule of the lines of case files in a folder: paths that they name begin there. */
export function ruleIn(folder: string): Rule {
  return (value) => [...caseRule(value), ...pictureFaults(value, folder)];
}

/** A case of a file in this folder with its short forms written out and its defaults filled in. */
function longForm(line: CaseLine, folder: string): Case {
  const { command, faults } = line;
  const { tags = [], context_variables = {}, messages = [], skip = false, only = false } = line;
  const placed = command && { command: placedCommand(command, folder) };
  const filled = {
    tags,
    context_variables,
    messages,
    skip,
    only,
    ...placed,
    ...(faults && { faults: faults.map(longFault) }),
  };
  if (isSimulated(line)) {
    const { expect, command: _, faults: _faults, ...rest } = line;
    return { ...rest, ...filled, turns: [], expect: longExpectation(expect) };
  }
  if ("user" in line) {
    const { user, expect, command: _, faults: _faults, ...rest } = line;
    const { final_agent, ...ofTurn } = longExpectation(expect);
    const turn = Object.keys(ofTurn).length > 0 ? { user, expect: ofTurn } : { user };
    const ofCase = final_agent === undefined ? {} : { expect: { final_agent } };
    return { ...rest, ...filled, turns: [turn], ...ofCase };
  }
  const { turns, expect, command: _, faults: _faults, ...rest } = line;
  return {
    ...rest,
    ...filled,
    turns: turns.map((turn): Turn => ({ user: turn.user, ...longExpect(turn.expect) })),
    ...longExpect(expect),
  };
}

function isSimulated(line: CaseLine): line is SimulatedLine {
  return "user" in line && typeof line.user === "object" && "goal" in line.user;
}

function longFault(fault: FaultLine): CaseFault {
  return "model_call" in fault ? fault : { ...fault, call: fault.call ?? 1 };
}

function longExpect(expect: ExpectationLine | undefined): { readonly expect?: Expectation } {
  return expect === undefined ? {} : { expect: longExpectation(expect) };
}

function longExpectation(line: ExpectationLine): Expectation {
  const { tool_calls: calls, handoffs, speakers, output, said, check, ...rest } = line;
  return {
    ...rest,
    ...(calls && { tool_calls: longCalls(calls) }),
    ...(handoffs && { handoffs: longRoute(handoffs) }),
    ...(speakers && { speakers: longRoute(speakers) }),
    ...(output && { output: longOutput(output) }),
    ...(said && { said: longText(said) }),
    ...(check && { check: (isList(check) ? check : [check]).map(longCheck) }),
  };
}

function longRoute(line: readonly string[] | HandoffsLine): NonNullable<Expectation["handoffs"]> {
  return { mode: "exact", ...(isList(line) ? { route: line } : line) };
}

function longCalls(
  calls: NonNullable<ExpectationLine["tool_calls"]>,
): NonNullable<Expectation["tool_calls"]> {
  const { mode, calls: list } = isList(calls) ? { mode: "exact" as const, calls } : calls;
  return {
    mode,
    calls: list.map((call) => (typeof call === "string" ? { name: call } : call)),
  };
}

function longCheck(line: CheckLine): CustomCheckExpectation {
  return typeof line === "string" ? { name: line } : line;
}

function longOutput({ judge, ...line }: OutputLine): NonNullable<Expectation["output"]> {
  return {
    ...longText(line),
    ...(judge && {
      judge: { votes: 1, ...(typeof judge === "string" ? { rubric: judge } : judge) },
    }),
  };
}

function longText({ contains, icontains, not_contains, ...rest }: TextLine): TextExpectation {
  return {
    ...rest,
    ...(contains && { contains: asList(contains) }),
    ...(icontains && { icontains: asList(icontains) }),
    ...(not_contains && { not_contains: asList(not_contains) }),
  };
}

function asList(texts: string | readonly string[]): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}

/** Array.isArray for readonly lists. */
function isList<T>(value: readonly T[] | object | string): value is readonly T[] {
  return Array.isArray(value);
}
