import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import {
  startStandIn,
  type StandIn,
  type StandInReply,
  type StandInRequest,
} from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

/** So many cases in which one completion greets: at gpt-5.4's price, 0.0004 dollars and 58 tokens each. */
function greetings(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    ...GREETING,
    id: `greeting-${index + 1}`,
  }));
}

function shop(cases: readonly object[], agents = SHOP): Project {
  return newProject({ "evals/shop.ts": agents, "evals/shop.jsonl": jsonl(...cases) });
}

async function standIn(
  model: (request: StandInRequest) => StandInReply = shopModel,
): Promise<StandIn> {
  const server = await startStandIn(model);
  onTestFinished(() => server.close());
  return server;
}

async function run(project: Project, server: StandIn | undefined, ...flags: string[]) {
  const { code, stdout, stderr } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--json", ...flags],
    server === undefined ? {} : { OPENAI_BASE_URL: server.baseUrl },
  );
  const result = (stdout === "" ? undefined : JSON.parse(stdout)) as SuiteResult | undefined;
  return { code, stderr, result };
}

const CAPPED = [
  ["live", []],
  ["record", []],
  ["update", []],
  ["live", ["--stream"]],
  ["record", ["--stream"]],
] as const;

describe("a cap on money", () => {
  it.each(CAPPED)("stops before it is passed: %s %j", async (traffic, flags) => {
    const server = await standIn();
    const project = shop(greetings(60));
    const capped = ["--traffic", traffic, "--max-cost", "0.016", ...flags];
    const { code, result } = await run(project, server, ...capped);
    expect({ code, stopped: result?.stopped }).toEqual({ code: 5, stopped: "budget" });
    const { budget, summary } = result as SuiteResult;
    expect(budget?.cost).toBeLessThanOrEqual(0.016);
    // It is not given up long before, either: the next completion could have passed it.
    expect(budget?.cost).toBeGreaterThan(0.015);
    expect(summary.passed).toBe(server.requests.length);
    expect(budget?.cost).toBeCloseTo(summary.cost ?? 0, 12);
  });

  it.each([
    { traffic: "live", kept: "" },
    { traffic: "record", kept: " What was recorded until then replays for nothing." },
  ])("says what it would have passed, and why trials broke off: $traffic", async (each) => {
    const server = await standIn();
    const flags = ["--traffic", each.traffic, "--max-cost", "0.016", "--concurrency", "1"];
    const { stderr, result } = await run(shop(greetings(60)), server, ...flags);
    expect(stderr).toBe(
      "Stopped. The next completion, of gpt-5.4, is estimated at $0.0006425. " +
        "With the $0.0157 spent so far it could pass the cap of $0.016. " +
        `Raise it with --max-cost.${each.kept}\n`,
    );
    const last = result?.cases.at(-1)?.trials[0];
    expect(last).toMatchObject({ verdict: "errored", error: { kind: "budget" } });
  });

  it("lets a suite through that costs less, however many conversations begin at once", async () => {
    const server = await standIn();
    const flags = ["--traffic", "live", "--max-cost", "0.02", "--concurrency", "40"];
    const { code, result } = await run(shop(greetings(40)), server, ...flags);
    expect({ code, passed: result?.summary.passed }).toEqual({ code: 0, passed: 40 });
    expect(result?.budget).toEqual({
      max_cost: 0.02,
      max_tokens: null,
      cost: result?.summary.cost,
      tokens: expect.any(Number),
    });
  });

  it("counts nothing that a recording answers", async () => {
    const server = await standIn();
    const project = shop([REFUND, ...greetings(3)]);
    expect((await run(project, server, "--traffic", "record")).code).toBe(0);
    const asked = server.requests.length;
    for (const traffic of ["replay", "record"]) {
      const played = await run(project, server, "--traffic", traffic, "--max-cost", "0");
      expect({ traffic, code: played.code }).toEqual({ traffic, code: 0 });
    }
    expect(server.requests.length).toBe(asked);
  });

  it("counts what is missing among recordings", async () => {
    const server = await standIn();
    const project = shop(greetings(3));
    await run(project, server, "--traffic", "record");
    project.write("evals/shop.jsonl", jsonl(...greetings(4)));
    const { code, result } = await run(project, server, "--traffic", "record", "--max-cost", "0");
    expect(code).toBe(5);
    expect(result?.cases.map(({ verdict }) => verdict)).toEqual([
      "passed",
      "passed",
      "passed",
      "errored",
    ]);
  });

  const OWN_CLIENT = `import { createRequire } from "node:module";
const { OpenAI } = createRequire(import.meta.resolve("swarm-eval"))("openai");
${SHOP.replace('instructions: "Find out who can help."', "$&, client: new OpenAI({ maxRetries: 2 })")}`;

  it.each(["live", "record", "update"])(
    "counts what an agent's own client asks for: %s",
    async (traffic) => {
      const server = await standIn();
      const project = shop(greetings(60), OWN_CLIENT);
      const flags = ["--traffic", traffic, "--max-cost", "0.016"];
      const { code, result } = await run(project, server, ...flags);
      expect({ code, stopped: result?.stopped }).toEqual({ code: 5, stopped: "budget" });
      expect(result?.budget?.cost).toBeGreaterThan(0.015);
      expect(result?.budget?.cost).toBeLessThanOrEqual(0.016);
    },
  );

  /** The shop, whose refund asks a model by itself. */
  const asks = (model: string, mostTokens: number): string =>
    SHOP.replace(
      'return new Result({ value: "Refunded."',
      `await fetch(process.env.OPENAI_BASE_URL + "/chat/completions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "${model}", max_tokens: ${mostTokens}, messages: [{ role: "user", content: "Hi!" }] }),
      });
      $&`,
    ).replace("function refund(", "async function refund(");

  it.each([
    ["past the cap", asks("gpt-5.4-mini", 1000), ["--max-tokens", "1200"], 5, "could pass the cap"],
    ["of a model without a price", asks("house", 100), ["--max-cost", "1"], 2, "There is no price"],
  ])("lets no tool ask by itself %s", async (_, agents, flags, code, reason) => {
    const server = await standIn();
    const ended = await run(shop([REFUND], agents), server, "--traffic", "record", ...flags);
    expect(ended.stderr).toContain(reason);
    expect(ended.code).toBe(code);
    // Triage and Refunds asked, and nobody after them.
    expect(server.requests).toHaveLength(2);
  });

  it("counts what a tool asks of a model by itself, by its size", async () => {
    const asking = asks("gpt-5.4", 400);
    const server = await standIn();
    const [silent, talkative] = [
      await run(shop([REFUND]), server, "--traffic", "record", "--max-cost", "1"),
      await run(shop([REFUND], asking), server, "--traffic", "record", "--max-cost", "1"),
    ];
    const more = (talkative.result?.budget?.cost ?? 0) - (silent.result?.budget?.cost ?? 0);
    expect(more).toBeGreaterThan(0.0003);
    expect(more).toBeLessThan(0.0015);
  });

  it("counts the judges", async () => {
    const server = await standIn((request) =>
      request.body["response_format"] === undefined
        ? shopModel(request)
        : { say: '{"reason":"It greets.","verdict":"passed"}' },
    );
    const script = { id: "greeting", user: "Hi!", expect: { output: { judge: "Greets." } } };
    const { result } = await run(shop([script]), server, "--traffic", "live", "--max-cost", "1");
    const { cost, judge_cost: judges } = (result as SuiteResult).summary;
    expect(result?.budget?.cost).toBeCloseTo((cost ?? 0) + (judges ?? 0), 12);
  });

  it("does not count an answer that the provider refused", async () => {
    const server = await standIn(() => ({ status: 400, raw: '{"error":{"message":"No."}}' }));
    const flags = ["--traffic", "live", "--max-cost", "0.0156"];
    const { code, result } = await run(shop(greetings(20)), server, ...flags);
    expect({ code, cost: result?.budget?.cost }).toEqual({ code: 4, cost: 0 });
  });

  it("counts an answer that broke off as its estimate", async () => {
    const server = await standIn(() => ({ reset: "middle", say: "Hello there, my friend!" }));
    const flags = ["--stream", "--traffic", "live", "--max-cost", "1"];
    const { result } = await run(shop(greetings(1)), server, ...flags);
    expect(result?.budget?.cost).toBeGreaterThan(0.01);
  });
});

describe("a model without a price", () => {
  const unpriced = "There is no price for house-model, so --max-cost cannot be kept.";

  it.each<[sentence: string, agents: string, flags: readonly string[]]>([
    [
      "of the entry agent",
      SHOP.replace('name: "Triage"', '$&, model: "house-model"'),
      ["--traffic", "live"],
    ],
    [
      "of an agent that only others hand off to",
      SHOP.replace('name: "Refunds"', '$&, model: "house-model"'),
      ["--traffic", "record"],
    ],
    ["of all agents", SHOP, ["--traffic", "update", "--model-override", "house-model"]],
  ])("is refused before anything is paid for: %s", async (_, agents, flags) => {
    const server = await standIn();
    const { code, stderr } = await run(shop([REFUND], agents), server, ...flags, "--max-cost", "1");
    expect({ code, asked: server.requests.length }).toEqual({ code: 2, asked: 0 });
    expect(stderr).toContain(unpriced);
  });

  it("is refused where it judges", async () => {
    const server = await standIn();
    const script = { id: "greeting", user: "Hi!", expect: { output: { judge: "Greets." } } };
    const flags = ["--traffic", "live", "--judge-model", "house-model", "--max-cost", "1"];
    const { code, stderr } = await run(shop([script]), server, ...flags);
    expect({ code, asked: server.requests.length }).toEqual({ code: 2, asked: 0 });
    expect(stderr).toMatchInlineSnapshot(`
      "There is no price for house-model, so --max-cost cannot be kept. Give it in US dollars for a million tokens, in swarm-eval.config.ts: prices: { "house-model": { input: …, output: … } }. Or cap the tokens: --max-tokens.
      "
    `);
  });

  it("is refused as soon as it would be asked, where nothing told of it before", async () => {
    const hidden = SHOP.replace('name: "Refunds"', '$&, model: "house-model"').replace(
      "agents: [refunds], ",
      "",
    );
    const server = await standIn();
    const flags = ["--traffic", "live", "--max-cost", "1"];
    const { code, stderr } = await run(shop([REFUND], hidden), server, ...flags);
    expect(code).toBe(2);
    expect(stderr).toContain(unpriced);
    expect(server.requests.map(({ body }) => body.model)).toEqual(["gpt-5.4"]);
  });

  it("costs an unknown sum without a cap, and does not stop a replay with one", async () => {
    const server = await standIn();
    const project = shop([GREETING], SHOP.replace('name: "Triage"', '$&, model: "house-model"'));
    const recorded = await run(project, server, "--traffic", "record");
    expect(recorded.result?.summary).toMatchObject({
      cost: null,
      spending: { "house-model": { calls: 1, cost: null } },
    });
    expect((await run(project, undefined, "--max-cost", "1")).code).toBe(0);
  });
});

describe("a cap on tokens", () => {
  it("stops before it is passed, whatever the model costs", async () => {
    const server = await standIn();
    const agents = SHOP.replace('name: "Triage"', '$&, model: "house-model"');
    const flags = ["--traffic", "live", "--max-tokens", "3000"];
    const { code, stderr, result } = await run(shop(greetings(60), agents), server, ...flags);
    expect({ code, stopped: result?.stopped }).toEqual({ code: 5, stopped: "budget" });
    expect(result?.budget).toEqual({
      max_cost: null,
      max_tokens: 3000,
      cost: null,
      tokens: expect.any(Number),
    });
    expect(result?.budget?.tokens).toBeLessThanOrEqual(3000);
    expect(result?.budget?.tokens).toBeGreaterThan(2800);
    expect(stderr).toMatch(
      /^Stopped\. The next completion, of house-model, is estimated at \d+ tokens\. /,
    );
  });
});

it("plays no further suites once a cap is reached", async () => {
  const server = await standIn();
  const project = shop(greetings(60));
  project.write("evals/later.ts", SHOP);
  project.write("evals/later.jsonl", jsonl(GREETING));
  const { code, stdout } = await project.swarmEval(
    [
      "run",
      "evals/shop.jsonl",
      "evals/later.jsonl",
      "--json",
      "--traffic",
      "live",
      "--max-cost",
      "0.016",
    ],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect({ code, suites: stdout.trim().split("\n").length }).toEqual({ code: 5, suites: 1 });
});

describe("a usage that cannot be", () => {
  it.each([
    ["-1e9", "-1,000,000,000 prompt tokens"],
    ["1e999", "∞ prompt tokens"],
    ["0.5", "0.5 prompt tokens"],
    ["10000001", "10,000,001 prompt tokens"],
    ['5,"prompt_tokens_details":{"cached_tokens":6}', "6 cached tokens of 5"],
  ])("is unknown, is said once, and is estimated for a cap: %s", async (prompt, said) => {
    const choices = '[{"index":0,"message":{"role":"assistant","content":"Hello"}}]';
    const raw = `{"choices":${choices},"usage":{"completion_tokens":9,"prompt_tokens":${prompt}}}`;
    const server = await standIn(() => ({ raw }));
    const project = shop(greetings(60));
    const flags = ["--traffic", "live", "--max-cost", "0.016"];
    const { code, stderr, result } = await run(project, server, ...flags);
    expect({ code, stopped: result?.stopped }).toEqual({ code: 5, stopped: "budget" });
    expect(result?.summary).toMatchObject({ usage: null, cost: null });
    expect(result?.budget?.cost).toBeGreaterThan(0);
    const line = `warning: the provider reported ${said} for gpt-5.4: counted as unknown, and by an estimate where a cap is kept.\n`;
    expect(stderr.split(line)).toHaveLength(2);
    const report = await project.swarmEval(["report", "reports/shop.json"]);
    expect(report.stderr).toBe("");
  });
});
