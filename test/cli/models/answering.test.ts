import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP } from "../shop.ts";

/** Plays one case, or two, at a server whose replies are those of a model, a million tokens in and none out. */
async function answeredBy(model: string, { config = {}, twice = false } = {}) {
  const usage = { prompt_tokens: 1_000_000, completion_tokens: 0 };
  const choices = [{ index: 0, message: { role: "assistant", content: "Hello" } }];
  const server = await startStandIn(() => ({ raw: JSON.stringify({ model, choices, usage }) }));
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING, ...(twice ? [{ ...GREETING, id: "again" }] : [])),
    "swarm-eval.config.ts": `export default ${JSON.stringify({ concurrency: 1, ...config })};`,
  });
  const { code, stdout, stderr } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "live", "--json"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  const result = JSON.parse(stdout) as SuiteResult;
  return { code, stderr, result, requests: server.requests };
}

describe("another model than was asked for", () => {
  it("is said once, is in the result, and has not the price of the one that was asked", async () => {
    const { code, stderr, result } = await answeredBy("smollm2", { twice: true });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "warning: asked for gpt-5.4, smollm2 answered. Costs go by what answered.\n",
    });
    expect(result.cases[0]?.trials[0]?.steps[1]).toMatchObject({
      model: "gpt-5.4",
      answered_by: "smollm2",
      cost: null,
    });
    expect(result.summary.spending).toMatchObject({
      "gpt-5.4": { calls: 2, cost: null, answered_by: ["smollm2"] },
    });
  });

  it("has its own price, and is paid for from the budget", async () => {
    const config = { prices: { smollm2: { input: 3, output: 0 } }, maxCost: 5 };
    const { code, result } = await answeredBy("smollm2", { config });
    expect([code, result.summary.cost, result.budget?.cost]).toEqual([0, 3, 3]);
  });

  it("stops a run whose cap needs its price", async () => {
    const config = { maxCost: 5 };
    const { code, stderr, requests } = await answeredBy("smollm2", { config, twice: true });
    expect([code, requests.length]).toEqual([5, 1]);
    expect(stderr).toContain(
      "smollm2 answered in place of gpt-5.4. There is no price for smollm2, so --max-cost cannot be kept.",
    );
  });

  it("is not a snapshot of it", async () => {
    const { stderr, result } = await answeredBy("gpt-5.4-2026-03-05");
    expect([stderr, result.summary.cost]).toEqual(["", 2.5]);
  });
});
