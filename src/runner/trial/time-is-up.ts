import { endlessTurn } from "../../checks/endless-turn.ts";
import type { TrialError } from "../../results/result.ts";
import { describeError, TrialAbort, trialError, TrialFailure } from "../errors.ts";
import { placeText } from "../place-of.ts";
import type { TrialProgress } from "./trial-progress.ts";

/** For a trial that has taken too long because of what its agents do, rather than waiting for something. */
export function endlessly(
  { steps, turnEnded, userSpeaks, retryReason }: TrialProgress,
  timeoutMs: number,
  elapsed: number,
): TrialFailure | undefined {
  const waits = elapsed - (steps.at(-1)?.at ?? 0) > timeoutMs / 2;
  if (turnEnded || userSpeaks || retryReason !== undefined || waits) return undefined;
  const check = endlessTurn(steps, timeoutMs);
  return check && new TrialFailure(check);
}

/** Ends a trial that has taken too long. */
export function timedOut(
  { agent, turn, judging, userSpeaks, atWork, retryReason }: TrialProgress,
  timeoutMs: number,
  unansweredHint: string | undefined,
): TrialAbort {
  const where =
    judging !== undefined || userSpeaks
      ? `while ${atWork} was asked`
      : agent === null
        ? "while the agents were made"
        : `while ${agent} was at work in turn ${turn}`;
  const because =
    retryReason === undefined
      ? ""
      : `, and the API was asked again after ${describeError(retryReason).replace(/\.$/, "")}`;
  return new TrialAbort(
    "timeout",
    `The trial took longer than ${timeoutMs} ms, ${where}${because}. ${unansweredHint === undefined ? "Give" : `${unansweredHint}\nIf not, give`} it more with --timeout.`,
  );
}

/** The error of a trial whose code never gave way. `at` has the stack of that. */
export function blocked(
  { steps, atWork }: TrialProgress,
  timeoutMs: number,
  at: Error,
): TrialError {
  const last = steps.at(-1);
  const who = last?.type === "tool_call" ? `the tool ${last.name} of ${atWork}` : atWork;
  return trialError(
    new TrialAbort(
      "timeout",
      `The trial took longer than ${timeoutMs} ms: ${who} blocked the process${placeText(at)}, so that nothing else could go on. Look for a loop that does not end.`,
    ),
  );
}
