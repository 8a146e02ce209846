import { bentNumber } from "../../json/bent-number.ts";
import { show } from "../../json/show.ts";
import { parseIfJson } from "../../json/value.ts";
import type { Call } from "../../trajectory/calls.ts";
import { describeMismatches, mismatches } from "../matching/mismatch.ts";
import { predicateOf } from "../matching/predicate.ts";

/** Whether a call answered as expected. One that failed, or that nobody answered, has no result. */
export function resultPredicate(expected: unknown): (call: Call) => boolean {
  if (expected === undefined) return () => true;
  const holds = predicateOf(expected, "equal");
  return (call) =>
    call.result !== undefined &&
    call.error === undefined &&
    // "42" may be what a tool returns as a text, too.
    (expected === call.result || holds(valueOfResult(call.result)));
}

/** What is wrong with the result of a call that did not answer as expected, a clause each. */
export function wrongResult(
  expected: unknown,
  { result, error }: Pick<Call, "result" | "error">,
): readonly string[] {
  if (error !== undefined) return [`result: expected ${show(expected)}, but it failed: ${error}`];
  if (result === undefined) return [`result: expected ${show(expected)}, but it was not answered`];
  return describeMismatches(mismatches(expected, valueOfResult(result), "equal"), ["result"]);
}

/** What a JSON text says; any other text, and one with a number that none in JavaScript is, as it is. */
function valueOfResult(text: string): unknown {
  const value = parseIfJson(text);
  return value === undefined || bentNumber(text) !== undefined ? text : value;
}
