import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import type { MakeReport } from "../report.ts";
import { pricesText } from "../words/prices.ts";
import { gatedTestcases } from "./gated.ts";
import { largestKProperties, testcaseOf, testcaseText, type Testcase } from "./testcase.ts";
import { junitProperties, listText, seconds, xmlAttributes, type PropertyValues } from "./xml.ts";

/** GitLab reads files of up to 250,000 elements and attributes, and a property counts as three. */
const MOST_PROPERTIES = 35_000;

/**
 * `<suite>.junit.xml` for GitLab, Jenkins and the test reporters of GitHub. A case is one testcase, however many trials
 * it had: its verdict decides the run, its history survives another number of trials, and readers show one failure of
 * each. Its text describes the trials. With a baseline, those that the gate may make something else of come last.
 */
export const junitReport: MakeReport = (header, { inRepository }) => {
  const file = inRepository(header.case_file);
  const counts = { failure: 0, error: 0, skipped: 0 };
  // The gate decides at the end what a failure counts as.
  const held: Testcase[] = [];
  let cases = 0;
  let properties = 0;
  const written = (testcase: Testcase): string => {
    if (testcase.outcome !== undefined) counts[testcase.outcome.element]++;
    return testcaseText(testcase);
  };
  return {
    add(result: CaseResult) {
      cases++;
      const testcase = testcaseOf(result, header.suite, file, properties < MOST_PROPERTIES);
      properties += testcase.properties.split("<property ").length - 1;
      if (isHeld(header, result)) {
        held.push(testcase);
        return [];
      }
      return [{ to: "file", ending: ".junit.xml", place: "end", text: written(testcase) }];
    },
    end(end: SuiteEnd) {
      const gated = end.gate && gatedTestcases(end.gate);
      const rest = held.map((one) => written(gated ? gated(one) : one));
      const { suite, started_at: startedAt } = header;
      const totals = {
        tests: cases,
        failures: counts.failure,
        errors: counts.error,
        skipped: counts.skipped,
        time: seconds(end.duration_ms),
      };
      const suiteAttributes = { name: suite, ...totals, timestamp: startedAt.slice(0, 19), file };
      const head = [
        `<?xml version="1.0" encoding="UTF-8"?>`,
        `<testsuites${xmlAttributes({ name: "swarm-eval", ...totals })}>`,
        `<testsuite${xmlAttributes(suiteAttributes)}>`,
        junitProperties(suiteProperties(header, end)),
      ].join("\n");
      return [
        { to: "file", ending: ".junit.xml", place: "start", text: `${head}\n` },
        {
          to: "file",
          ending: ".junit.xml",
          place: "end",
          text: `${rest.join("")}</testsuite>\n</testsuites>\n`,
        },
      ];
    },
  };
};

/** Whether the gate may make something else of a testcase: of one that failed, and in a replay of one that drifted. */
function isHeld({ baseline, traffic }: ResultHeader, { trials }: CaseResult): boolean {
  if (baseline === undefined) return false;
  return traffic === "replay" || trials.some(({ verdict }) => verdict === "failed");
}

function suiteProperties(
  header: ResultHeader,
  { summary, stopped, gate, coverage }: SuiteEnd,
): PropertyValues {
  const { pass_rate: rate, pass_rate_interval: interval, usage } = summary;
  return {
    agents_module: header.agents_module,
    model_override: header.model_override,
    variant: header.variant ?? null,
    traffic: header.traffic,
    stream: String(header.stream),
    stopped,
    trials: summary.trials,
    flaky: summary.flaky ?? null,
    until: header.until ?? null,
    trials_saved: summary.saved?.trials ?? null,
    pass_rate: rate,
    pass_rate_interval: listText(interval),
    ...largestKProperties(summary),
    prompt_tokens: usage?.prompt_tokens ?? null,
    completion_tokens: usage?.completion_tokens ?? null,
    cost: summary.cost,
    prices: header.prices === undefined ? null : pricesText(header.prices),
    leftovers: summary.leftovers,
    gate: gate?.verdict ?? null,
    regressed: gate?.counts.regressed ?? null,
    drifted: gate?.drift?.cases.length ?? null,
    coverage: coverage?.share ?? null,
  };
}
