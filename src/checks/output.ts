import type { Expectation } from "../cases/expectation.ts";
import { contentText } from "../swarm/reply.ts";
import { failed, passed } from "./check.ts";
import type { Check } from "./check.ts";
import { show } from "./match-value.ts";

type Expected = NonNullable<Expectation["output"]>;

/** The last reply says this. */
export const output: Check<Expected> = (expected, scope) => {
  const last = scope.steps.findLast((step) => step.type === "reply");
  if (last === undefined) return failed("expected a reply, got none");
  const said = contentText(last.message.content);
  const { contains = [], not_contains: excludes = [], regex, equals } = expected;
  const problems = [
    ...contains
      .filter((part) => !said.includes(part))
      .map((part) => `expected it to contain ${show(part)}`),
    ...excludes
      .filter((part) => said.includes(part))
      .map((part) => `expected it not to contain ${show(part)}`),
    ...(regex !== undefined && !new RegExp(regex).test(said)
      ? [`expected it to match /${regex}/`]
      : []),
    ...(equals !== undefined && said !== equals ? [`expected it to equal ${show(equals)}`] : []),
  ];
  const who = `${last.agent} in turn ${last.turn}`;
  if (problems.length === 0) return passed(`${who} said: ${show(said)}`);
  return failed([...problems, `${who} said: ${show(said, 600)}`].join("\n"));
};
