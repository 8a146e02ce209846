import { nameOf, type CaseFault } from "../../cases/faults.ts";
import type { PutFault } from "../../checks/recovery.ts";
import type { TrialError } from "../../results/result.ts";
import { listed, plural } from "../../text/count.ts";
import { callsOf } from "../../trajectory/calls.ts";
import type { Trajectory } from "../../trajectory/trajectory.ts";

/** For a trial in which faults did not land; undefined if all did. */
export function missedFault(
  faults: readonly PutFault[],
  steps: Trajectory,
): TrialError | undefined {
  const missed = faults.flatMap(({ fault, landing }) => (landing === undefined ? [fault] : []));
  if (missed.length === 0) return undefined;
  const reasons = missed.map((fault) => whyMissed(fault, steps));
  return {
    kind: "fault_missed",
    message: `Nothing can be said of how the agents recover: ${reasons.join("; ")}.`,
  };
}

function whyMissed(fault: CaseFault, steps: Trajectory): string {
  const name = nameOf(fault);
  if ("model_call" in fault) {
    const replies = steps.filter(({ type }) => type === "reply").length;
    return `model call ${fault.model_call} was to get ${JSON.stringify(name)}, and the models were not asked so often, but gave ${plural(replies, "reply", "replies")}`;
  }
  const { tool, call } = fault;
  const was = `${call === "every" ? "every call" : `call ${call}`} of ${tool} was to get ${JSON.stringify(name)}`;
  const calls = callsOf(steps).filter((one) => one.name === tool);
  if (calls.length === 0) return `${was}, and nobody called it`;
  const by = [...new Set(calls.map(({ agent, turn }) => `${agent} in turn ${turn}`))];
  const hint =
    typeof call === "number" && calls.length >= call
      ? ". A call reaches its tool if the agent has it and the arguments fit, and an answer that stays as it is has no fault"
      : "";
  const times = calls.length === 1 ? "once" : plural(calls.length, "time");
  return `${was}, and it was called ${times}, by ${listed(by)}${hint}`;
}
