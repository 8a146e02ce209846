import type { Expectation } from "../cases/expectation.ts";
import { show } from "../json/show.ts";
import { contentText } from "../trajectory/content.ts";
import { callsIn } from "../trajectory/message-calls.ts";
import { describeMismatches, mismatches } from "./matching/mismatch.ts";
import { textProblems } from "./matching/text.ts";
import { jsonIn } from "./matching/reply-json.ts";
import { showSayings, sayingsOf } from "./scope/sayings.ts";
import { failed, passed, type Check } from "./scope/check.ts";

type Expected = NonNullable<Expectation["output"]>;

/** The last reply is as expected. What a model judges is checked by `judgeScope`. */
export const output: Check<Expected> = (expected, scope) => {
  const last = scope.steps.findLast((step) => step.type === "reply");
  if (last === undefined) return failed("expected a reply, got none");
  const { content, refusal } = last.message;
  const reply = contentText(content);
  const who = `${last.agent} in turn ${last.turn}`;
  const problems = [
    ...textProblems(expected, [reply], "the reply"),
    ...(expected.json === undefined ? [] : jsonProblems(expected.json, reply)),
  ];
  if (problems.length === 0) return passed(`${who} said: ${show(reply)}`);
  const instead = [
    ...(refusal === undefined ? [] : [`refused: ${show(refusal, 600)}`]),
    ...callsIn(last.message).map(({ name }) => `called ${name}`),
  ];
  const words = reply === "" ? ["nothing", ...instead].join(", and ") : show(reply, 600);
  const before = reply === "" ? sayingsOf(scope) : [];
  const earlier = [
    `"output" looks at the last reply alone, "said" at those before it too:`,
    ...showSayings(before),
  ];
  return failed(
    [...problems, `${who} said ${words}`, ...(before.length === 0 ? [] : earlier)].join("\n"),
  );
};

function jsonProblems(expected: unknown, reply: string): readonly string[] {
  const value = jsonIn(reply);
  return value === undefined
    ? ["expected the reply to be JSON, alone or in a Markdown fence"]
    : describeMismatches(mismatches(expected, value, "partial"), ["json"]);
}
