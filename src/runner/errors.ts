import { NotJsonError } from "../json/as-json.ts";
import type {
  CheckResult,
  ErrorKind,
  MissResult,
  ToolError,
  TrialError,
} from "../results/result.ts";
import { AgentError } from "../swarm/agent/agent.ts";
import { failureOf } from "../swarm/tools/tool-failure.ts";
import { plural } from "../text/count.ts";
import { fileRemedy } from "../text/file-remedy.ts";
import { UsageError } from "../text/user-error.ts";
import { NobodyThereError } from "../teams/person.ts";
import { ReplayMissError } from "../traffic/miss/replay-miss.ts";
import { RefusedConnectionError } from "../traffic/http/refusals.ts";
import { TapeError } from "../traffic/tape/tape.ts";
import { placeText } from "./place-of.ts";

export { UsageError };

/** Does what the file system may refuse. Throws UsageError with `failure` (`a.csv could not be written`), why, and a remedy. */
export function attempt<T>(failure: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const why = [(error as Error).message, fileRemedy(error)].filter((text) => text !== undefined);
    throw new UsageError(`${failure}: ${why.join(". ")}`, { cause: error });
  }
}

/** A case that these agents cannot play, such as one that starts at an unknown agent. The catcher adds the line. */
export class UnplayableCaseError extends Error {
  override readonly name = "UnplayableCaseError";
}

/** Why a trial was ended from outside its conversation. */
export class TrialAbort extends Error {
  override readonly name = "TrialAbort";
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Ends a trial that has failed, by a check that the time decides: how long it took, or when an error arose. */
export class TrialFailure extends Error {
  override readonly name = "TrialFailure";
  readonly check: CheckResult;

  constructor(check: Omit<CheckResult, "verdict">) {
    super(check.reason);
    this.check = { ...check, verdict: "failed" };
  }
}

/** For an error that nobody awaited, so that nobody could catch it, of a trial that is in this turn; 0 before the first. */
export function unhandledError(error: unknown, turn: number, agent: string | null): Error {
  const message = `${error instanceof Error ? describeError(error) : String(error)}${placeText(error)}`;
  if (turn === 0)
    return new TrialAbort("agents_module", `Unhandled error in the agents module: ${message}`);
  const reason = `an error that nobody awaited ended the trial while ${agent} was at work: ${message}`;
  return failureOf(error) === "unreachable"
    ? new TrialAbort("tool_service", `A service could not be reached: ${reason}`)
    : new TrialFailure({ check: "tool_errors", turn, reason });
}

/** For tools whose service could not be reached, whatever the agents made of it; undefined if there is none. */
export function serviceError(errors: readonly ToolError[]): TrialError | undefined {
  const [first, ...others] = errors.filter(({ failure }) => failure === "unreachable");
  if (first === undefined) return undefined;
  const { name, agent, turn, error } = first;
  const more = others.length === 0 ? "" : `, and so did ${plural(others.length, "more call")}`;
  const message = `The service that ${name} asks could not be reached, so that nothing can be said of the agents: called by ${agent} in turn ${turn}, it failed with ${error}${more}. If that is what the case is about, expect it: "error":true in the call, or "tool_errors":"allow".`;
  return { kind: "tool_service", message };
}

/** The error of a trial's result, by whose fault it is. */
export function trialError(error: unknown): TrialError {
  if (error instanceof TrialAbort) return { kind: error.kind, message: error.message };
  if (error instanceof ReplayMissError)
    return { kind: "replay_miss", message: error.message, miss: missResult(error) };
  if (error instanceof RefusedConnectionError)
    return { kind: "refused_connection", message: error.message };
  if (error instanceof TapeError) return { kind: "tape", message: error.message };
  if (error instanceof NotJsonError || error instanceof NobodyThereError)
    return { kind: "agents_module", message: error.message };
  if (error instanceof AgentError)
    return { kind: "agents_module", message: `${error.message}${placeText(error.cause)}` };
  if (!(error instanceof Error)) return { kind: "api", message: String(error) };
  const remedies = REMEDIES.filter(([refusal]) => refusal.test(error.message));
  const message = [describeError(error), ...remedies.map(([, remedy]) => remedy)].join("\n");
  return { kind: "api", message };
}

/** What OpenAI refuses that an agent or the config can mend. */
const REMEDIES: readonly (readonly [refusal: RegExp, remedy: string])[] = [
  [
    /Function tools with reasoning_effort are not supported/,
    'Here that is api: "responses" or request: { reasoning_effort: "none" }, of an agent or in swarm-eval.config.ts.',
  ],
  [
    /Encrypted content is not supported with this model/,
    "Ask for none: request: { include: [] }, of an agent or in swarm-eval.config.ts.",
  ],
];

/** A changed prompt or tool is one cause in all cases; so are missing recordings, unless each was renamed. */
function missResult({ miss: { reason, requester }, command }: ReplayMissError): MissResult {
  const cause =
    reason.type === "differs"
      ? [reason.type, reason.difference.place, ...reason.difference.lines].join("\n")
      : reason.type === "no_tape"
        ? [reason.type, ...(reason.similar === undefined ? [] : [reason.similar.file])].join(" ")
        : `${reason.type} ${requester}`;
  return { cause, command };
}

/** An error with its class and its cause: `RateLimitError: 429 Slow down`. */
export function describeError(error: Error): string {
  const { cause } = error;
  const because =
    cause instanceof Error && !error.message.includes(cause.message) ? `: ${cause.message}` : "";
  return `${error.constructor.name === "Error" ? "" : `${error.constructor.name}: `}${error.message}${because}`;
}
