import { nameOf, type CaseFault } from "../../cases/faults.ts";
import { expectationsOf, type Case } from "../../cases/case.ts";
import {
  recoveries,
  unknownRecovery,
  type FaultResult,
  type PutFault,
} from "../../checks/recovery.ts";
import type { CheckResult, TrialError } from "../../results/result.ts";
import { listed, plural } from "../../text/count.ts";
import { callsOf } from "../../trajectory/calls.ts";
import type { Trajectory } from "../../trajectory/trajectory.ts";

/** How a trial with faults ended. */
interface EndedTrial {
  readonly testCase: Case;
  readonly steps: Trajectory;
  readonly checks: readonly CheckResult[];
  readonly error: TrialError | null;
  /** Whether it was left before its end. */
  readonly isEarly: boolean;
}

/** What became of the faults of a trial, a check for each that was put in, and the error if one was not. */
export function concludeFaults(
  faults: readonly PutFault[],
  { testCase, steps, checks, error, isEarly }: EndedTrial,
): {
  readonly results: readonly FaultResult[];
  readonly checks: readonly CheckResult[];
  readonly error: TrialError | null;
} {
  if (error !== null || expectationsOf(testCase).length === 0)
    return { results: faults.map(unknownRecovery), checks: [], error };
  const isCutShort = isEarly || faults.some(({ isEnd }) => isEnd);
  const missed = isCutShort ? undefined : missedFault(faults, steps);
  return { ...recoveries(faults, checks, isCutShort), error: missed ?? null };
}

function missedFault(faults: readonly PutFault[], steps: Trajectory): TrialError | undefined {
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
