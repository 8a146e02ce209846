import { failed, passed, type Check } from "../scope/check.ts";

/** This agent is active when the scope ends. */
export const activeAgent: Check<string> = (name, { turn, steps, after }) => {
  const when = turn === null ? "at the end" : `at the end of turn ${turn}`;
  const names = { expected: name, actual: after.agent };
  if (after.agent === name) return { ...passed(`${name} is active ${when}`), ...names };
  const last = steps.findLast((step) => step.type === "handoff");
  const how =
    last === undefined
      ? `there was no handoff${turn === null ? "" : " in this turn"}`
      : `${last.agent} handed off to it in turn ${last.turn}`;
  const reason = `expected ${name} to be active ${when}, got ${after.agent}: ${how}`;
  return { ...failed(reason), ...names };
};
