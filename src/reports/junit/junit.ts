import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { testcaseOf, testcaseText } from "./testcase.ts";
import type { Testcase } from "./testcase.ts";
import { gatedTestcase } from "./gated.ts";
import { chanceProperties, intervalValue, junitProperties, seconds } from "./properties.ts";
import type { PropertyValues } from "./properties.ts";
import { pricesText } from "../words/prices.ts";
import { NOTHING } from "../report.ts";
import type { MakeReport } from "../report.ts";
import { xmlAttributes } from "./xml.ts";

/** GitLab reads no file of more than 250,000 elements and attributes, and a property is three of them. */
const MOST_PROPERTIES = 35_000;

/**
 * `<suite>.junit.xml` for GitLab, Jenkins and the test reporters of GitHub. A case is one testcase, however many trials it
 * had: its verdict is what the run is judged by, its name keeps its history when the number of trials changes, and readers
 * of this format show one failure of a testcase. The trials are told in that failure's text, and counted in a property.
 * Of a run that is held against a baseline, what failed comes last, told as the gate judges it.
 */
export const junitReport: MakeReport = (header, { inRepository }) => {
  const name = `${header.suite}.junit.xml`;
  const file = inRepository(header.case_file);
  const counts = { failure: 0, error: 0, skipped: 0 };
  // What a failure comes to is known once the run was held against its baseline.
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
      properties += testcase.properties.join("").split("<property ").length - 1;
      if (
        header.baseline !== undefined &&
        result.trials.some(({ verdict }) => verdict === "failed")
      ) {
        held.push(testcase);
        return NOTHING;
      }
      return [{ to: "file", name, place: "end", text: written(testcase) }];
    },
    end(end: SuiteEnd) {
      const gate = end.gate && new Map(end.gate.cases.map((one) => [one.id, one]));
      const rest = held.map((one) => written(gate ? gatedTestcase(one, gate.get(one.id)) : one));
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
        { to: "file", name, place: "start", text: `${head}\n` },
        { to: "file", name, place: "end", text: `${rest.join("")}</testsuite>\n</testsuites>\n` },
      ];
    },
  };
};

function suiteProperties(
  header: ResultHeader,
  { summary, stopped, gate, coverage }: SuiteEnd,
): PropertyValues {
  const { pass_rate: rate, pass_rate_interval: interval, usage } = summary;
  return {
    agents_module: header.agents_module,
    model_override: header.model_override,
    traffic: header.traffic,
    stream: String(header.stream),
    stopped,
    trials: summary.trials,
    until: header.until ?? null,
    trials_saved: summary.saved?.trials ?? null,
    pass_rate: rate,
    pass_rate_interval: intervalValue(interval),
    ...chanceProperties(summary),
    prompt_tokens: usage?.prompt_tokens ?? null,
    completion_tokens: usage?.completion_tokens ?? null,
    cost: summary.cost,
    prices: header.prices === undefined ? null : pricesText(header.prices),
    leftovers: summary.leftovers,
    gate: gate?.verdict ?? null,
    regressed: gate?.counts.regressed ?? null,
    coverage: coverage?.share ?? null,
  };
}
