import type { Expectation } from "../cases/expectation.ts";
import { show } from "../json/show.ts";
import { callsIn } from "../trajectory/message-calls.ts";
import type { ReplyStep, SaidStep, Trajectory, TrajectoryStep } from "../trajectory/trajectory.ts";
import { isHeard, wordsOf } from "../trajectory/words.ts";
import { describeMismatches, mismatches } from "./matching/mismatch.ts";
import { textProblems } from "./matching/text.ts";
import { jsonIn } from "./matching/reply-json.ts";
import { showSayings, sayingsOf } from "./scope/sayings.ts";
import { failed, passed, type Check } from "./scope/check.ts";

type Expected = NonNullable<Expectation["output"]>;

/** The last words are as expected, of anybody or of one member. What a model judges is checked by `judgeScope`. */
export const output: Check<Expected> = (expected, scope) => {
  const last = lastWords(expected, scope.steps);
  if (last === undefined) return failed(noWords(expected));
  const refusal = last.type === "reply" ? last.message.refusal : undefined;
  const reply = wordsOf(last);
  const who = `${last.agent} in turn ${last.turn}`;
  const problems = [
    ...textProblems(expected, [reply], "the reply"),
    ...(expected.json === undefined ? [] : jsonProblems(expected.json, reply)),
  ];
  if (problems.length === 0) return passed(`${who} said: ${show(reply)}`);
  const instead = [
    ...(refusal === undefined ? [] : [`refused: ${show(refusal, 600)}`]),
    ...(last.type === "reply" ? callsIn(last.message) : []).map(({ name }) => `called ${name}`),
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

/** The last words that an expectation speaks of. */
export function lastWords({ by }: Pick<Expected, "by">, steps: Trajectory) {
  return steps.findLast(
    (step): step is TrajectoryStep & (ReplyStep | SaidStep) =>
      isHeard(step) && (by === undefined || step.agent === by),
  );
}

export function noWords({ by }: Pick<Expected, "by">): string {
  return by === undefined ? "expected a reply, got none" : `expected words of ${by}, got none`;
}

function jsonProblems(expected: unknown, reply: string): readonly string[] {
  const value = jsonIn(reply);
  return value === undefined
    ? ["expected the reply to be JSON, alone or in a Markdown fence"]
    : describeMismatches(mismatches(expected, value, "partial"), ["json"]);
}
