import { expect, it } from "vitest";
import { compareRuns } from "../../../src/gate/runs/compare-runs.ts";
import {
  RunTally,
  type ComparableRun,
  type ComparableRuns,
} from "../../../src/gate/runs/run-tally.ts";
import { comparisonText } from "../../../src/reports/terminal/comparison.ts";
import { priceLines, pricesText } from "../../../src/reports/words/prices.ts";
import { htmlReport } from "../../../src/reports/html/page.ts";
import { junitReport } from "../../../src/reports/junit/junit.ts";
import { githubReport } from "../../../src/reports/github/github.ts";
import { tableReport } from "../../../src/reports/terminal/table.ts";
import type { PriceOrigin } from "../../../src/models/prices.ts";
import type { SpendingByModel } from "../../../src/results/result.ts";
import { greeting } from "../airline.ts";
import { draw, endOf, HEADER } from "../results.ts";
import { unpackedPage } from "../unpacked-page.ts";

const TABLE: PriceOrigin = { date: "2026-06", source: "https://prices.example/list" };
const USAGE = { prompt_tokens: 900, completion_tokens: 100, cached_tokens: 0 };

function lines(prices: PriceOrigin | undefined, spending: SpendingByModel, judges = {}): string[] {
  const end = endOf([greeting]);
  const header = prices === undefined ? HEADER : { ...HEADER, prices };
  return priceLines(header, { ...end, summary: { ...end.summary, spending, judges } });
}

it("tells when the price table was made, and after what", () => {
  expect(pricesText(TABLE)).toBe("Prices of 2026-06, from https://prices.example/list.");
});

it("names the models whose prices are the config's", () => {
  const price = { input: 1, output: 2 };
  const own = (...models: string[]): PriceOrigin => ({
    ...TABLE,
    from_config: Object.fromEntries(models.map((model) => [model, price])),
  });
  expect(pricesText(own("gpt-5.4", "llama3"))).toBe(
    "Prices of 2026-06, from https://prices.example/list; of gpt-5.4 and llama3 from the config.",
  );
  expect(pricesText(own("a", "b", "c", "d", "e", "f", "g"))).toContain(
    "of a, b, c, d, e and 2 more from",
  );
});

it("names the models that have no price, and those whose tokens are not known", () => {
  const spending = {
    "gpt-5.4": { calls: 2, usage: USAGE, cost: 0.01 },
    llama3: { calls: 1, usage: USAGE, cost: null },
    quiet: { calls: 1, usage: null, cost: null },
  };
  expect(lines(TABLE, spending, { "my-judge": { calls: 1, usage: USAGE, cost: null } })).toEqual([
    "Prices of 2026-06, from https://prices.example/list.",
    "There is no price for llama3 and my-judge. Give it in swarm-eval.config.ts, under prices.",
    "The tokens of quiet are not known: the provider did not report them.",
  ]);
});

it("names the model without a price that answered, not the one that was asked", () => {
  const took = { calls: 1, usage: USAGE, cost: null, answered_by: ["llama3"] };
  expect(lines(TABLE, { "gpt-5.4": took })).toEqual([
    "There is no price for llama3. Give it in swarm-eval.config.ts, under prices.",
  ]);
});

it("says nothing of prices where no model was asked, or the result does not tell them", () => {
  expect(lines(TABLE, {})).toEqual([]);
  expect(lines(undefined, { "gpt-5.4": { calls: 1, usage: USAGE, cost: 0.01 } })).toEqual([]);
});

it("stands in every report that has room for it", () => {
  const more = { header: { ...HEADER, traffic: "live" as const, prices: TABLE } };
  const end = endOf([greeting]);
  expect(end.summary.spending).not.toEqual({});
  const said = "Prices of 2026-06, from https:";
  expect(draw(tableReport, [greeting], more).stdout).toContain(said);
  const [page = ""] = Object.values(draw(htmlReport, [greeting], more).files);
  expect(unpackedPage(page)).toContain(JSON.stringify(TABLE));
  expect(Object.values(draw(junitReport, [greeting], more).files)[0]).toContain(
    `name="prices" value="Prices of 2026-06, from https://prices.example/list."`,
  );
  const { summary } = draw(githubReport, [greeting], more);
  expect(summary).toContain("Prices of 2026-06, from https");
});

it("is left out of the table where nothing was paid", () => {
  const replayed = { header: { ...HEADER, traffic: "replay" as const, prices: TABLE } };
  const { stdout } = draw(tableReport, [greeting], replayed);
  expect(stdout).toContain("1 passed");
  expect(stdout).not.toContain("Prices of");
});

it("says of which run each price is, where runs that are compared differ in them", () => {
  const run = (label: string, prices: PriceOrigin | undefined): ComparableRun => {
    const tally = new RunTally();
    tally.caseFinished(greeting);
    const header = prices === undefined ? HEADER : { ...HEADER, prices };
    return { label, header, file: `${label}.json`, stopped: null, tally };
  };
  const text = (...prices: readonly (PriceOrigin | undefined)[]): string =>
    comparisonText(
      compareRuns(
        prices.map((one, index) => run(`run-${index}`, one)) as unknown as ComparableRuns,
        0.05,
      ),
      { paint: (_, words) => words, columns: 120 },
    );
  expect(text(TABLE, TABLE).match(/Prices of.*/g)).toHaveLength(1);
  expect(text(TABLE, { ...TABLE, date: "2027-01" }, undefined)).toContain(
    [
      "The costs are based on different prices:",
      "  run-0: Prices of 2026-06, from https://prices.example/list.",
      "  run-1: Prices of 2027-01, from https://prices.example/list.",
      "  run-2: not known.",
    ].join("\n"),
  );
});
