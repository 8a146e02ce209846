import { failed, passed } from "./check.ts";
import type { Check } from "./check.ts";

/** This agent is active when the scope ends. */
export const activeAgent: Check<string> = (name, scope) => {
  const { agent } = scope.after;
  if (agent === name) return passed(`${agent} is active at the end`);
  const last = scope.steps.findLast((step) => step.type === "handoff");
  const how =
    last === undefined
      ? "nothing was handed off"
      : `${last.from} handed off to it in turn ${last.turn}`;
  return failed(`expected ${name} to be active at the end, got ${agent}: ${how}`);
};
