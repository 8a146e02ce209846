import type { CallPattern } from "../../cases/expectation.ts";
import type { Call } from "../../trajectory/calls.ts";
import { predicateOf } from "../matching/predicate.ts";

/** Whether a call is the expected one. */
export type CallPredicate = (call: Call) => boolean;

/** Makes an expected call ready to be held against many. */
export function callPredicate(pattern: CallPattern): CallPredicate {
  const { name, arguments: expected, agent, error } = pattern;
  const holds = expected === undefined ? () => true : predicateOf(expected, "equal");
  return (call) =>
    name === call.name &&
    (agent === undefined || agent === call.agent) &&
    (error === undefined || error === (call.error !== undefined)) &&
    holds(call.arguments);
}
