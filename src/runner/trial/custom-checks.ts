import { inspect, stripVTControlCharacters } from "node:util";
import type { CustomCheckExpectation } from "../../cases/expectation.ts";
import {
  givenTo,
  type CheckScope,
  type CustomCheck,
  type CustomChecks,
} from "../../checks/custom-check.ts";
import {
  failed,
  passed,
  unjudged,
  type CheckResult,
  type Finding,
} from "../../checks/scope/check.ts";
import type { Scope } from "../../checks/scope/scope.ts";
import { valueKey } from "../../json/canonical.ts";
import { show } from "../../json/show.ts";
import { isRecord } from "../../json/value.ts";
import type { TrialError } from "../../results/result.ts";
import { withoutTags } from "../../signatures/loading/tags.ts";
import { failureOf } from "../../swarm/tools/tool-failure.ts";
import { callsOf } from "../../trajectory/calls.ts";
import { contentText } from "../../trajectory/content.ts";
import { handoffsOf } from "../../trajectory/handoffs.ts";
import { cut } from "../../text/printable.ts";
import { describeError, UnplayableCaseError } from "../errors.ts";
import { placeText } from "../place-of.ts";

/** Where custom checks are called. */
export interface CheckCaller {
  readonly checks: CustomChecks;
  /** The case's id. */
  readonly id: string;
  readonly world: unknown;
  readonly signal: AbortSignal;
  /** Called where a check could not reach the service that it asks: what was recorded is asked for again. */
  readonly onFailure: (error: TrialError) => void;
}

/**
 * Holds a check of one's own against a scope; `errored` if the check itself is broken. Throws what the signal aborts
 * with, and UnplayableCaseError for a check that there is not, or that refuses what it is given.
 */
export async function customCheck(
  { name, with: given }: CustomCheckExpectation,
  scope: Scope,
  { checks, id, world, signal, onFailure }: CheckCaller,
): Promise<CheckResult> {
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (check === undefined) throw new UnplayableCaseError(`There is no check ${show(name)}.`);
  const accepted = await givenTo(check, structuredClone(given));
  if (accepted.problem !== undefined)
    throw new UnplayableCaseError(`The check ${name} refuses its "with": ${accepted.problem}`);
  const call = typeof check === "function" ? check : check.check;
  const seen = structuredClone({ id, ...viewOf(scope), world });
  const result = { check: `check.${name}`, turn: scope.turn, code: codeKey(check) };
  try {
    const verdict: unknown = await call({ ...seen, signal }, accepted.value);
    return { ...result, ...findingOf(name, verdict) };
  } catch (error) {
    signal.throwIfAborted();
    const finding = thrownFinding(name, error);
    if (failureOf(error) === "unreachable")
      onFailure({ kind: "tool_service", message: finding.reason });
    return { ...result, ...finding };
  }
}

/** A key of the code of a check. What it calls is not in it. */
function codeKey(check: CustomCheck): string {
  return valueKey(withoutTags(String(typeof check === "function" ? check : check.check)));
}

function viewOf({
  turn,
  steps,
  before,
  after,
}: Scope): Omit<CheckScope, "id" | "world" | "signal"> {
  const said = steps.flatMap((step) =>
    step.type === "reply" ? [contentText(step.message.content)] : [],
  );
  return {
    turn,
    trajectory: steps,
    replies: said.filter((text) => text !== ""),
    calls: callsOf(steps),
    handoffs: handoffsOf(steps),
    before,
    after,
  };
}

function findingOf(name: string, verdict: unknown): Finding {
  if (verdict === true) return passed(`${name} holds`);
  if (verdict === false) return failed(`${name} does not hold, and says no more`);
  const { passed: holds, reason, score } = isRecord(verdict) ? verdict : {};
  const isVerdict = typeof holds === "boolean" || (holds === undefined && score !== undefined);
  const isScore = score === undefined || (typeof score === "number" && Number.isFinite(score));
  if (!isVerdict || !isScore || (reason !== undefined && typeof reason !== "string"))
    return unjudged(
      `The check ${name} returned ${told(verdict)}. It must return true or false, or { passed, reason, score }.${verdict === undefined ? " One made of assertions ends with: return true" : ""}`,
    );
  const measured = score === undefined ? {} : { score };
  const unexplained = holds === false ? `${name} does not hold` : `${name} holds`;
  const why = reason ?? (score === undefined ? unexplained : `${name} measured ${score}`);
  return { ...(holds === false ? failed(why) : passed(why)), ...measured };
}

function thrownFinding(name: string, error: unknown): Finding {
  if (isAssertion(error)) return failed(stripVTControlCharacters(error.message).trim());
  const what = error instanceof Error ? describeError(error) : told(error);
  const problem = failureOf(error) === "unreachable" ? "could not reach its service" : "is broken";
  return unjudged(`The check ${name} ${problem}: ${what}${placeText(error)}`);
}

/** Whatever it is, for a person to read. */
function told(value: unknown): string {
  return value === undefined ? "nothing" : cut(inspect(value, { breakLength: Infinity }), 200);
}

/** Whether an assertion threw it: of `node:assert`, chai, vitest or jest. */
function isAssertion(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { name, code, matcherResult } = error as NodeJS.ErrnoException & {
    matcherResult?: unknown;
  };
  return (
    /^Assertion(?:Error)?$/.test(name) || code === "ERR_ASSERTION" || matcherResult !== undefined
  );
}
