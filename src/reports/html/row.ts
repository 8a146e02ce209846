import { handoffsOf } from "../../trajectory/handoffs.ts";
import { callsOf } from "../../trajectory/calls.ts";
import type { Trajectory } from "../../trajectory/trajectory.ts";
import { speechesOf } from "../../trajectory/words.ts";
import type { CaseResult } from "../../results/result.ts";
import { routingOf } from "../../trajectory/routing.ts";
import { caseMeans, caseRow } from "../failures/case-row.ts";
import { caseHeadline } from "../failures/explain-trial.ts";
import type { Counted, Row } from "./parts.ts";

/** A case as lists have it; `block` is the number of the part that has its trials. */
export function rowOf(result: CaseResult, block: number): Row {
  const { id, line, tags, verdict, flaky = false, trials } = result;
  const { outcome, route } = caseRow(result);
  const means = caseMeans(trials) ?? { calls: 0, tokens: 0, cost: 0, duration_ms: 0 };
  return {
    id,
    line,
    tags,
    verdict,
    flaky,
    outcome,
    headline: caseHeadline(result),
    trials: trials.map((trial) => ({ verdict: trial.verdict, model: trial.model })),
    route,
    handoffs: counted(
      trials.flatMap(({ steps }) => handoffsOf(steps)).map(({ from, to }) => [from, to]),
    ),
    successions: counted(trials.flatMap(({ steps }) => successionsOf(steps))),
    tools: counted(
      trials.flatMap(({ steps }) => callsOf(steps)).map(({ agent, name }) => [agent, name]),
    ),
    decisions: counted(trials.flatMap(routingOf).map(({ expected, actual }) => [expected, actual])),
    agents: [
      ...new Set(
        trials.flatMap(({ steps }) =>
          steps.filter(({ type }) => type !== "user").map(({ agent }) => agent),
        ),
      ),
    ],
    ...means,
    block,
  };
}

/** In a team nobody hands over: whoever the rule gives the floor has it next. */
function successionsOf(steps: Trajectory): (readonly [string, string])[] {
  if (!steps.some(({ type }) => type === "ended")) return [];
  const speeches = speechesOf(steps);
  return speeches.flatMap(({ turn, agent }, index) => {
    const before = speeches[index - 1];
    return before?.turn === turn ? [[before.agent, agent] as const] : [];
  });
}

function counted(pairs: readonly (readonly [string, string])[]): Counted[] {
  const groups = Map.groupBy(pairs, (pair) => JSON.stringify(pair));
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(([from, to]): Counted => [from, to, group.length]),
  );
}
