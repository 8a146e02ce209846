import type { CaseResult, PassEstimates, TrialResult } from "../../results/result.ts";
import { outcome } from "../failures/case-row.ts";
import { waysOf, tellWays } from "../failures/causes.ts";
import { checkPlace, explainTrial } from "../failures/explain-trial.ts";
import { route } from "../words/format.ts";
import { headline, shownTrial } from "../failures/headline.ts";
import { chanceProperties, intervalValue, junitProperties, seconds } from "./properties.ts";
import type { PropertyValues } from "./properties.ts";
import { plain } from "../words/paint.ts";
import { transcript } from "../failures/transcript.ts";
import { xmlAttributes, xmlText } from "./xml.ts";

/** A case as a testcase, and what became of it. */
export interface Testcase {
  readonly id: string;
  readonly attributes: string;
  readonly properties: readonly string[];
  /** Left out where it passed. */
  readonly outcome: Outcome | undefined;
}

/** What stands in a testcase that did not simply pass. */
export interface Outcome {
  readonly element: "failure" | "error" | "skipped";
  readonly message: string | undefined;
  readonly type?: string | undefined;
  readonly text: string;
}

/** What a testcase says of a case. */
export function testcaseOf(
  result: CaseResult,
  suite: string,
  file: string,
  withProperties: boolean,
): Testcase {
  const { id, line, trials } = result;
  const took = trials.reduce((sum, trial) => sum + trial.duration_ms, 0);
  return {
    id,
    attributes: xmlAttributes({ name: id, classname: suite, file, line, time: seconds(took) }),
    properties: withProperties ? properties(result) : [],
    outcome: outcomeOf(result),
  };
}

/** A testcase, on lines of its own. */
export function testcaseText({ attributes, properties: before, outcome }: Testcase): string {
  const body = [...before, ...(outcome === undefined ? [] : [outcomeElement(outcome)])];
  if (body.length === 0) return `<testcase${attributes}/>\n`;
  return `<testcase${attributes}>\n${body.join("\n")}\n</testcase>\n`;
}

function properties(result: CaseResult): string[] {
  const { trials, tags, estimates } = result;
  const [first] = trials;
  if (first === undefined) return [];
  const shown = shownTrial(result) ?? first;
  const known = trials.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return [
    junitProperties({
      model: [...new Set(trials.map(({ model }) => model))].join("; "),
      route: route(shown),
      tags: tags.length === 0 ? null : tags.join(", "),
      trials: Math.max(trials.length, result.planned_trials ?? 0) === 1 ? null : outcome(result),
      ...(estimates === undefined ? {} : caseChances(estimates)),
      cost: known.length < trials.length ? null : known.reduce((sum, cost) => sum + cost, 0),
    }),
  ];
}

function caseChances(estimates: PassEstimates): PropertyValues {
  return {
    pass_rate: estimates.pass_hat_k["1"] ?? null,
    pass_rate_interval: intervalValue(estimates.pass_hat_k_interval["1"] ?? null),
    ...chanceProperties(estimates),
  };
}

function outcomeOf(result: CaseResult): Outcome | undefined {
  const { verdict, reason } = result;
  if (verdict === "skipped") return { element: "skipped", message: reason, text: "" };
  if (verdict === "passed") return undefined;
  const wrong = shownTrial(result);
  return {
    element: verdict === "failed" ? "failure" : "error",
    message: wrong === undefined ? outcome(result) : headline(wrong, checkPlace),
    type: wrong === undefined ? undefined : typeOf(wrong),
    text: told(result),
  };
}

function outcomeElement({ element, message, type, text }: Outcome): string {
  const tag = `${element}${xmlAttributes({ message, type })}`;
  return text === "" ? `<${tag}/>` : `<${tag}>${xmlText(text)}</${element}>`;
}

function typeOf({ error, checks }: TrialResult): string {
  if (error !== null) return error.kind;
  const wrong = checks.filter(({ verdict }) => verdict !== "passed");
  return [...new Set(wrong.map(({ check }) => check))].join(", ");
}

/** What failed and what broke off, each with its conversation. */
function told({ trials }: CaseResult): string {
  return (["failed", "errored"] as const)
    .flatMap((verdict) =>
      tellWays(waysOf(trials, verdict), trials.length, (trial) => [
        ...explainTrial(trial, plain),
        ...transcript(trial).map((line) => `│ ${line}`),
      ]),
    )
    .join("\n");
}
