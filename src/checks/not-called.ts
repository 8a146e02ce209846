import { callsOf } from "../swarm/calls.ts";
import { failed, passed } from "./check.ts";
import type { Check } from "./check.ts";
import { show } from "./match-value.ts";

/** None of these tools was called. */
export const notCalled: Check<readonly string[]> = (names, scope) => {
  const calls = callsOf(scope.steps).filter(({ name }) => names.includes(name));
  if (calls.length === 0) return passed(`not called: ${names.join(", ")}`);
  const made = calls.map(
    ({ name, arguments: args, agent, turn }) =>
      `  ${name}(${show(args)}) by ${agent} in turn ${turn}`,
  );
  return failed(["expected no call of these, got:", ...made].join("\n"));
};
