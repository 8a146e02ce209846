import type { CaseResult, PassEstimates, TrialResult } from "../../results/result.ts";
import { activeAgents } from "../../trajectory/handoffs.ts";
import { outcome } from "../failures/case-row.ts";
import { describeFailures, groupByFailure } from "../failures/causes.ts";
import { checkPlace, explainTrial, headline, shownTrial } from "../failures/explain-trial.ts";
import { transcript } from "../failures/transcript.ts";
import { toolErrorText } from "../failures/tool-errors.ts";
import { largestK } from "../words/estimates.ts";
import { routeText } from "../words/format.ts";
import { shortenedLines } from "../words/shorten.ts";
import { plain } from "../words/paint.ts";
import {
  junitProperties,
  listText,
  seconds,
  xmlAttributes,
  xmlText,
  type PropertyValues,
} from "./xml.ts";

/** A case as a testcase. */
export interface Testcase {
  readonly id: string;
  readonly attributes: string;
  /** Its properties element; empty without. */
  readonly properties: string;
  /** Undefined if it passed. */
  readonly outcome: Outcome | undefined;
  /** Why trials failed or broke off although the case passed; empty if none did. */
  readonly tolerated: string;
  /** The calls that failed unexpectedly, and the connections that were refused beside, a line each. */
  readonly remarks: readonly string[];
}

/** The element in a testcase that did not pass. */
export interface Outcome {
  readonly element: "failure" | "error" | "skipped";
  readonly message: string | undefined;
  readonly type?: string | undefined;
  readonly text: string;
}

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
    properties: withProperties ? properties(result) : "",
    outcome: outcomeOf(result),
    tolerated: result.verdict === "passed" ? failuresText(result) : "",
    remarks: trials.flatMap(({ tool_errors: errors = [], refused = [] }) => [
      ...errors.map(toolErrorText),
      ...refused.map((what) => `refused: ${what}`),
    ]),
  };
}

/** A testcase, on lines of its own. */
export function testcaseText({
  attributes,
  properties: before,
  outcome,
  tolerated,
  remarks,
}: Testcase): string {
  const body = [
    before,
    outcome === undefined ? "" : outcomeElement(outcome),
    tolerated === "" ? "" : `<system-out>${xmlText(tolerated)}</system-out>`,
    remarks.length === 0
      ? ""
      : `<system-err>${xmlText(shortenedLines(remarks).join("\n"))}</system-err>`,
  ].filter(Boolean);
  if (body.length === 0) return `<testcase${attributes}/>\n`;
  return `<testcase${attributes}>\n${body.join("\n")}\n</testcase>\n`;
}

function properties(result: CaseResult): string {
  const { trials, tags, estimates } = result;
  const [first] = trials;
  if (first === undefined) return "";
  const shown = shownTrial(result) ?? first;
  const known = trials.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  return junitProperties({
    model: [...new Set(trials.map(({ model }) => model))].join("; "),
    route: routeText(activeAgents(shown.steps, shown.starting_agent)),
    tags: tags.length === 0 ? null : tags.join(", "),
    flaky: result.flaky === true ? "true" : null,
    trials: Math.max(trials.length, result.planned_trials ?? 0) === 1 ? null : outcome(result),
    ...(estimates === undefined
      ? {}
      : {
          pass_rate: estimates.pass_hat_k["1"] ?? null,
          pass_rate_interval: listText(estimates.pass_hat_k_interval["1"] ?? null),
          ...largestKProperties(estimates),
        }),
    cost: known.length < trials.length ? null : known.reduce((sum, cost) => sum + cost, 0),
  });
}

/** pass^k and pass@k for the largest k, with their intervals; nothing if that is 1, as both are the pass rate. */
export function largestKProperties(estimates: PassEstimates): PropertyValues {
  const largest = largestK(estimates, (k) => k !== "1");
  if (largest === undefined) return {};
  const { k, passHat, passAt } = largest;
  return {
    [`pass^${k}`]: passHat[0],
    [`pass^${k}_interval`]: listText(passHat[1]),
    [`pass@${k}`]: passAt[0],
    [`pass@${k}_interval`]: listText(passAt[1]),
  };
}

function outcomeOf(result: CaseResult): Outcome | undefined {
  const { verdict, reason } = result;
  if (verdict === "skipped") return { element: "skipped", message: reason, text: "" };
  if (verdict === "passed") return undefined;
  const shown = shownTrial(result);
  return {
    element: verdict === "failed" ? "failure" : "error",
    message: shown === undefined ? outcome(result) : headline(shown, checkPlace),
    type: shown === undefined ? undefined : typeOf(shown),
    text: failuresText(result),
  };
}

function outcomeElement({ element, message, type, text }: Outcome): string {
  const tag = `${element}${xmlAttributes({ message, type })}`;
  return text === "" ? `<${tag}/>` : `<${tag}>${xmlText(text)}</${element}>`;
}

/** The kind of an error, or the names of the checks that did not pass. */
function typeOf({ error, checks }: TrialResult): string {
  if (error !== null) return error.kind;
  const failed = checks.filter(({ verdict }) => verdict !== "passed");
  return [...new Set(failed.map(({ check }) => check))].join(", ");
}

/** What failed and what broke off, each with its conversation. */
function failuresText({ trials }: CaseResult): string {
  return (["failed", "errored"] as const)
    .flatMap((verdict) =>
      describeFailures(groupByFailure(trials, verdict), trials.length, (trial) => [
        ...explainTrial(trial, plain),
        ...transcript(trial).map((line) => `│ ${line}`),
      ]),
    )
    .join("\n");
}
