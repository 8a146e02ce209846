import type { Expectation } from "../cases/expectation.ts";
import { show } from "../json/show.ts";
import { contentText } from "../trajectory/content.ts";
import { callsIn } from "../trajectory/message-calls.ts";
import { matches } from "./matching/bounded-regex.ts";
import { describeMismatches, mismatches, showDifference } from "./matching/mismatch.ts";
import { jsonIn } from "./reply-json.ts";
import { failed, passed, type Check } from "./scope/check.ts";

type Expected = NonNullable<Expectation["output"]>;

/** The last reply is as expected. What a model judges is checked by `judgeScope`. */
export const output: Check<Expected> = (expected, scope) => {
  const last = scope.steps.findLast((step) => step.type === "reply");
  if (last === undefined) return failed("expected a reply, got none");
  const { content, refusal } = last.message;
  const reply = contentText(content);
  const who = `${last.agent} in turn ${last.turn}`;
  const problems = [...problemsOf(expected, reply)];
  if (problems.length === 0) return passed(`${who} said: ${show(reply)}`);
  const instead = [
    ...(refusal === undefined ? [] : [`refused: ${show(refusal, 600)}`]),
    ...callsIn(last.message).map(({ name }) => `called ${name}`),
  ];
  const words = reply === "" ? ["nothing", ...instead].join(", and ") : show(reply, 600);
  return failed([...problems, `${who} said ${words}`].join("\n"));
};

function* problemsOf(expected: Expected, reply: string): Generator<string> {
  const { contains = [], icontains = [], not_contains = [], regex, equals, json } = expected;
  for (const part of contains) if (!reply.includes(part)) yield describeMissing(part, reply);
  for (const part of icontains)
    if (!inAnyCase(part).test(reply))
      yield `expected the reply to contain ${show(part)} in any case`;
  for (const part of not_contains) if (reply.includes(part)) yield describeForbidden(part, reply);
  if (regex !== undefined && !matches(new RegExp(regex), reply))
    yield `expected the reply to match /${regex}/`;
  if (equals !== undefined && reply !== equals) {
    const [wanted, got] = showDifference(equals, reply);
    yield `expected the reply to equal ${wanted}, got ${got}`;
  }
  if (json !== undefined) yield* jsonProblems(json, reply);
}

/** Case as Unicode folds it, the same in every locale. */
function inAnyCase(part: string): RegExp {
  return new RegExp(part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "iu");
}

function jsonProblems(expected: unknown, reply: string): readonly string[] {
  const value = jsonIn(reply);
  return value === undefined
    ? ["expected the reply to be JSON, alone or in a Markdown fence"]
    : describeMismatches(mismatches(expected, value, "partial"), ["json"]);
}

function describeMissing(part: string, reply: string): string {
  const at = reply.toLowerCase().indexOf(part.toLowerCase());
  const near = at < 0 ? "" : `, but it contains ${show(reply.slice(at, at + part.length))}`;
  return `expected the reply to contain ${show(part)}${near}`;
}

/** This many characters are shown on either side of a forbidden part. */
const AROUND = 30;

function describeForbidden(part: string, reply: string): string {
  const at = reply.indexOf(part);
  const around = reply.slice(Math.max(0, at - AROUND), at + part.length + AROUND);
  return `expected the reply not to contain ${show(part)}, but it does: ${show(around)}`;
}
