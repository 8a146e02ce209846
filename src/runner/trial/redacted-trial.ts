import type { TrialResult } from "../../results/result.ts";
import { tooLarge, withoutEvents } from "../../results/written-trial.ts";
import type { TrialRedactor } from "../../traffic/redact/redact.ts";

/**
 * A trial's result without secrets. What a tool or an agent said is checked before, as it was. If the value of a secret
 * variable would still be in it, or it is too large to be searched, nothing of what happened is kept, and the trial has
 * errored.
 */
export function redactedTrial(result: TrialResult, redactor: TrialRedactor): TrialResult {
  try {
    const { value, leaks } = withoutSecrets(result, redactor);
    return value ?? withheld(result, leaks, redactor);
  } catch (error) {
    // No string can hold it.
    if (error instanceof RangeError) return tooLarge(result);
    throw error;
  }
}

/** A JSON value without secrets; undefined, and the variables' names, if the value of one would still be in it. */
export function withoutSecrets<T extends object>(
  value: T,
  redactor: TrialRedactor,
): { readonly value: T | undefined; readonly leaks: readonly string[] } {
  if (!redactor.mayFindIn(value)) return { value, leaks: [] };
  const met = redactor.redact(JSON.stringify(value));
  redactor.numbers.settle();
  const redacted = redactor.redact(met);
  const leaks = redactor.leaks(redacted);
  return { value: leaks.length > 0 ? undefined : (JSON.parse(redacted) as T), leaks };
}

function withheld(
  result: TrialResult,
  leaks: readonly string[],
  { redact, leaks: leaksIn }: TrialRedactor,
): TrialResult {
  const { error } = result;
  const told = error === null ? undefined : { ...error, message: redact(error.message) };
  const message = `What happened in this trial was not written: it would hold the value of ${leaks.join(", ")}. Keep that out of what tools return and agents say, or rename the variable if it is not a secret.`;
  return withoutEvents(
    result,
    told !== undefined && leaksIn(told.message).length === 0
      ? told
      : { kind: "agents_module", message },
  );
}
