import type { Expectation } from "../cases/expectation.ts";
import { show } from "../json/show.ts";
import { contentText } from "../trajectory/content.ts";
import { failed, passed } from "./scope/check.ts";
import type { Check } from "./scope/check.ts";
import { showDifference } from "./matching/mismatch.ts";

type Expected = NonNullable<Expectation["output"]>;

/** The last reply says this. */
export const output: Check<Expected> = (expected, scope) => {
  const last = scope.steps.findLast((step) => step.type === "reply");
  if (last === undefined) return failed("expected a reply, got none");
  const { content, refusal, tool_calls: calls = [] } = last.message;
  const said = contentText(content);
  const who = `${last.agent} in turn ${last.turn}`;
  const problems = problemsOf(expected, said);
  if (problems.length === 0) return passed(`${who} said: ${show(said)}`);
  const instead = [
    ...(refusal === undefined ? [] : [`refused: ${show(refusal, 600)}`]),
    ...calls.map((call) => `called ${call.function.name}`),
  ];
  const words = said === "" ? ["nothing", ...instead].join(", and ") : show(said, 600);
  return failed([...problems, `${who} said ${words}`].join("\n"));
};

function problemsOf(expected: Expected, said: string): string[] {
  const { contains = [], not_contains: excludes = [], regex, equals } = expected;
  return [
    ...contains.filter((part) => !said.includes(part)).map((part) => describeMissing(part, said)),
    ...excludes.filter((part) => said.includes(part)).map((part) => describeForbidden(part, said)),
    ...(regex !== undefined && !new RegExp(regex).test(said)
      ? [`expected the reply to match /${regex}/`]
      : []),
    ...(equals !== undefined && said !== equals ? [describeDifference(equals, said)] : []),
  ];
}

function describeMissing(part: string, said: string): string {
  const at = said.toLowerCase().indexOf(part.toLowerCase());
  const near = at < 0 ? "" : `, but it contains ${show(said.slice(at, at + part.length))}`;
  return `expected the reply to contain ${show(part)}${near}`;
}

function describeForbidden(part: string, said: string): string {
  const at = said.indexOf(part);
  const around = said.slice(Math.max(0, at - AROUND), at + part.length + AROUND);
  return `expected the reply not to contain ${show(part)}, but it does: ${show(around)}`;
}

const AROUND = 30;

function describeDifference(equals: string, said: string): string {
  const [expected, got] = showDifference(equals, said);
  return `expected the reply to equal ${expected}, got ${got}`;
}
