import type { ErrorKind, MissResult, TrialError } from "../results/result.ts";
import { AgentError } from "../swarm/agent-error.ts";
import { ReplayMissError } from "../traffic/replay-miss.ts";
import { TapeError } from "../traffic/tape-error.ts";
import { placeOf } from "./place-of.ts";

/** Why a trial was ended from outside its conversation. */
export class TrialAbort extends Error {
  override readonly name = "TrialAbort";
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What ended a trial, told apart by whose fault it is. */
export function trialError(error: unknown): TrialError {
  if (error instanceof TrialAbort) return { kind: error.kind, message: error.message };
  if (error instanceof ReplayMissError)
    return { kind: "replay_miss", message: error.message, miss: missResult(error) };
  if (error instanceof TapeError) return { kind: "tape", message: error.message };
  if (error instanceof AgentError) {
    const place = error.cause instanceof Error ? placeOf(error.cause) : undefined;
    return {
      kind: "agents_module",
      message: `${error.message}${place === undefined ? "" : ` (${place})`}`,
    };
  }
  return { kind: "api", message: error instanceof Error ? describeError(error) : String(error) };
}

/** A changed prompt or tool is one cause, in whichever case and turn it is first asked with; so are recordings that are not there, unless each went under another name. */
function missResult({ message, miss: { reason, asker, command } }: ReplayMissError): MissResult {
  const cause =
    reason.type === "differs"
      ? [reason.type, reason.difference.place, ...reason.difference.lines].join("\n")
      : reason.type === "no_tape"
        ? [reason.type, ...(reason.alike === undefined ? [] : [reason.alike.file])].join(" ")
        : `${reason.type} ${asker}`;
  const again = command("update");
  return { cause, command: message.includes(again) ? again : command("record") };
}

/** An error with its kind and its cause: `RateLimitError: 429 Slow down`. */
export function describeError(error: Error): string {
  const { cause } = error;
  const because =
    cause instanceof Error && !error.message.includes(cause.message) ? `: ${cause.message}` : "";
  return `${error.constructor.name === "Error" ? "" : `${error.constructor.name}: `}${error.message}${because}`;
}
