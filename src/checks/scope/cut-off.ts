import { isCutOff } from "../../trajectory/remarks.ts";
import type { ReplyStep, Trajectory, TrajectoryStep } from "../../trajectory/trajectory.ts";
import { failed, type Check } from "./check.ts";
import type { Scope } from "./scope.ts";

type Reply = ReplyStep & TrajectoryStep;

/**
 * The check for scopes in which the last reply of a turn may have been cut off. Nobody knows what was left to say or do,
 * so that what agents would meet who say nothing and do nothing is not met then.
 */
export function unlessCutOff<Expected>(check: Check<Expected>): Check<Expected> {
  return (expected, scope) => {
    const finding = check(expected, scope);
    if (finding.verdict !== "passed") return finding;
    const cut = lastReplies(scope.steps).findLast(isCutOff);
    if (cut === undefined || check(expected, silent(scope, cut)).verdict !== "passed")
      return finding;
    const met =
      "but an agent that says and does nothing would meet this, and the reply was cut off";
    return { ...finding, ...failed(`${finding.reason}, ${met}`) };
  };
}

/** The scope as if one empty reply, which took nothing, had met each message of the user. */
function silent(scope: Scope, reply: Reply): Scope {
  const nothing = {
    message: { role: "assistant", content: "" },
    usage: { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 },
    cost: 0,
    finishReason: "stop",
  } as const;
  const at = scope.steps[0]?.at ?? 0;
  const steps = scope.steps.flatMap((step): TrajectoryStep[] => {
    if (step.type !== "user") return [];
    const { turn, agent } = step;
    return [
      { ...step, at },
      { ...reply, ...nothing, turn, agent, at },
    ];
  });
  return { ...scope, steps, after: scope.before };
}

/** The last reply of each turn. */
function lastReplies(steps: Trajectory): Reply[] {
  const replies = steps.filter((step) => step.type === "reply");
  return [...new Map(replies.map((reply) => [reply.turn, reply])).values()];
}
