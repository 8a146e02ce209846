import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

/** A greeting of four trials, of which the API refuses the last. */
async function refusedOnce() {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING),
  });
  const server = await startStandIn((request) =>
    request.index === 3 ? { status: 400, raw: "{}" } : shopModel(request),
  );
  onTestFinished(() => server.close());
  const run = (...flags: string[]) =>
    project.swarmEval(
      ["run", "evals/shop.jsonl", "--trials", "4", "--concurrency", "1", ...flags],
      { OPENAI_BASE_URL: server.baseUrl },
    );
  const result = () => JSON.parse(project.read("reports/shop.json")) as SuiteResult;
  return { run, result };
}

const LIVE = ["--traffic", "live"];

it("counts a trial that broke off as failed, in every number, and says what broke it off", async () => {
  const { run, result } = await refusedOnce();
  const { code, stdout } = await run(...LIVE, "--fail-on-errors");
  expect(code).toBe(1);
  expect(stdout).toContain("3 passed, 1 failed of 4 trials in 1 case, 1 flaky");
  expect(stdout).toMatch(/FAILED {2}greeting.*\n {2}In trial 4 of 4:\n {4}.*400/);
  const { summary, cases, fail_on_errors: counted } = result();
  expect({ counted, rate: summary.pass_rate, all: summary.pass_hat_k["4"] }).toEqual({
    counted: true,
    rate: 0.75,
    all: 0,
  });
  expect(cases[0]?.trials[3]).toMatchObject({ verdict: "failed", error: { kind: "api" } });
});

it("passes at a threshold that allows for it, where the run else exits with 4 and is played again", async () => {
  const { run, result } = await refusedOnce();
  expect((await run(...LIVE, "--threshold", "0.75")).code).toBe(4);
  expect(result().cases[0]?.verdict).toBe("passed");
  expect((await run(...LIVE, "--threshold", "0.75", "--last-failed")).code).toBe(0);

  const counted = await refusedOnce();
  expect((await counted.run(...LIVE, "--threshold", "0.75", "--fail-on-errors")).code).toBe(0);
});

it("does not take for an outage what has no recording", async () => {
  const { run } = await refusedOnce();
  expect((await run("--fail-on-errors")).code).toBe(3);
});
