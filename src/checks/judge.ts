import type { Expectation, JudgeExpectation } from "../cases/expectation.ts";
import { contentText } from "../trajectory/content.ts";
import type { TrajectoryStep } from "../trajectory/trajectory.ts";
import { wordsOf } from "../trajectory/words.ts";
import { lastWords, noWords } from "./output.ts";
import { failed, type CheckResult, type Finding } from "./scope/check.ts";
import type { Scope } from "./scope/scope.ts";
import { withRemarks } from "./scope/with-remarks.ts";

/** A reply to be graded, with what led to it. */
export interface JudgeQuestion extends JudgeExpectation {
  readonly turn: number | null;
  readonly agent: string;
  readonly reply: string;
  /** What happened in the scope before the reply. */
  readonly conversation: readonly object[];
}

/** Grades a reply; `errored` if there can be no verdict. */
export type Judge = (question: JudgeQuestion) => Promise<Finding>;

/** Has the last reply of a scope graded; undefined if the case expects no judge. */
export async function judgeScope(
  { output }: Expectation,
  { turn, steps }: Scope,
  judge: Judge,
): Promise<CheckResult | undefined> {
  if (output?.judge === undefined) return undefined;
  const last = lastWords(output, steps);
  const refusal = last?.type === "reply" ? last.message.refusal : undefined;
  const finding =
    last === undefined
      ? failed(noWords(output))
      : await judge({
          ...output.judge,
          turn,
          agent: last.agent,
          reply: wordsOf(last) || (refusal ?? ""),
          conversation: steps.slice(0, steps.indexOf(last)).flatMap(asData),
        });
  return withRemarks([{ check: "output.judge", turn, ...finding }], steps)[0];
}

function asData(step: TrajectoryStep): object[] {
  switch (step.type) {
    case "user":
      return [{ user: contentText(step.content) }];
    case "reply": {
      const said = contentText(step.message.content);
      return said === "" ? [] : [{ agent: step.agent, says: said }];
    }
    case "tool_call":
      return [{ agent: step.agent, calls: step.name, arguments: step.arguments }];
    case "tool_result":
      return [{ tool: step.name, answers: step.content }];
    case "handoff":
      return [{ agent: step.agent, hands_off_to: step.to }];
    case "said":
      return [{ agent: step.agent, says: step.content }];
    case "code":
    case "context_change":
    case "turn_limit":
    case "ended":
      return [];
  }
}
