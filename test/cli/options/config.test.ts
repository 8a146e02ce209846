import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn, type StandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

async function standIn(): Promise<StandIn> {
  const server = await startStandIn((request) =>
    request.body["response_format"] === undefined
      ? shopModel(request)
      : { say: '{"reason":"It greets.","verdict":"passed"}' },
  );
  onTestFinished(() => server.close());
  return server;
}

/** A shop with a config of this text, between the brackets of defineConfig. */
function shop(config: string, cases: readonly object[] = [GREETING]): Project {
  return newProject({
    "swarm-eval.config.ts": `import { defineConfig } from "swarm-eval";\nexport default defineConfig({ ${config} });`,
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(...cases),
  });
}

async function live(project: Project, ...args: string[]) {
  const server = await standIn();
  const { code, stdout, stderr } = await project.swarmEval(
    ["run", ...args, "--json", "--traffic", "live"],
    {
      OPENAI_BASE_URL: server.baseUrl,
    },
  );
  const results = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as SuiteResult);
  return { code, stderr, results, server };
}

describe("the suites of a config", () => {
  it("are played where no case file is named, each against its agents", async () => {
    const project = shop(
      `suites: ["evals/shop.jsonl", { cases: "more/*.jsonl", agents: "evals/shop.ts" }]`,
    );
    project.write("more/two.jsonl", jsonl(GREETING));
    project.write("more/one.jsonl", jsonl(GREETING));
    const { code, results } = await live(project);
    expect(code).toBe(0);
    expect(results.map((result) => [result.case_file, result.agents_module])).toEqual([
      ["evals/shop.jsonl", "evals/shop.ts"],
      ["more/one.jsonl", "evals/shop.ts"],
      ["more/two.jsonl", "evals/shop.ts"],
    ]);
  });

  it("tell the agents of a case file that is named", async () => {
    const project = shop(`suites: [{ cases: "more/one.jsonl", agents: "evals/shop.ts" }]`);
    project.write("more/one.jsonl", jsonl(GREETING));
    const { code, results } = await live(project, "./more/one.jsonl");
    expect({ code, agents: results[0]?.agents_module }).toEqual({
      code: 0,
      agents: "evals/shop.ts",
    });
  });

  it("share the config's agents where they have none of their own", async () => {
    const project = shop(`agents: "evals/shop.ts", suites: ["more/one.jsonl"]`);
    project.write("more/one.jsonl", jsonl(GREETING));
    expect((await live(project)).results[0]?.agents_module).toBe("evals/shop.ts");
  });

  it("are validated as well", async () => {
    const project = shop(`suites: ["evals/*.jsonl"]`);
    const { code, stdout } = await project.swarmEval(["validate"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "evals/shop.jsonl: 1 case, played against evals/shop.ts\n",
    });
  });

  it("are compared with the config's models", async () => {
    const server = await standIn();
    const project = shop(`suites: ["evals/*.jsonl"], models: ["gpt-5.4", "gpt-5.4-mini"]`);
    const { code, stdout } = await project.swarmEval(["compare", "--traffic", "live"], {
      OPENAI_BASE_URL: server.baseUrl,
    });
    expect(code).toBe(0);
    expect(stdout).toContain("gpt-5.4-mini");
    expect(new Set(server.requests.map(({ body }) => body.model))).toEqual(
      new Set(["gpt-5.4", "gpt-5.4-mini"]),
    );
  });
});

describe("a setting of a config", () => {
  const JUDGED = { id: "judged", user: "Hi!", expect: { output: { judge: "Greets." } } };

  it.each<[sentence: string, config: string, flags: string[], seen: unknown]>([
    ["trials", "trials: 3", [], { trials: 3 }],
    ["trials, beaten by its flag", "trials: 3", ["--trials", "2"], { trials: 2 }],
    ["trials, beaten by its flag with the default", "trials: 3", ["--trials", "1"], { trials: 1 }],
    ["output", 'output: "out"', [], { file: "out/shop.json" }],
    ["modelOverride", 'modelOverride: "gpt-5.5"', [], { model: "gpt-5.5" }],
    [
      "modelOverride, beaten by its flag",
      'modelOverride: "gpt-5.5"',
      ["--model-override", "o3"],
      { model: "o3" },
    ],
    ["coverage", "coverage: true", [], { coverage: true }],
    ["minCoverage", "minCoverage: 90", [], { coverage: true, code: 1 }],
    ["maxTokens", "maxTokens: 10", [], { code: 5 }],
    ["maxCost, beaten by its flag", "maxCost: 0.00001", ["--max-cost", "1"], { code: 0 }],
    ["timeout", "timeout: 1", [], { code: 4 }],
  ])("holds: %s", async (_, config, flags, seen) => {
    const project = shop(config);
    const { code, results } = await live(project, "evals/shop.jsonl", ...flags);
    const [result] = results;
    const file = "out/shop.json";
    expect({
      code,
      trials: result?.summary.trials,
      model: result?.model_override,
      coverage: result?.coverage !== undefined,
      file: "file" in (seen as object) && project.read(file) !== "" ? file : undefined,
    }).toMatchObject(seen as object);
  });

  it.each<[sentence: string, judge: unknown, flags: string[], model: string]>([
    ["judges", "Greets.", [], "o4-mini"],
    ["leaves an expectation its own", { rubric: "Greets.", model: "gpt-5.5" }, [], "gpt-5.5"],
    ["is beaten by the flag", "Greets.", ["--judge-model", "o3"], "o3"],
  ])("judgeModel %s", async (_, judge, flags, model) => {
    const project = shop('judgeModel: "o4-mini"', [{ ...JUDGED, expect: { output: { judge } } }]);
    const { server } = await live(project, "evals/shop.jsonl", ...flags);
    expect(server.requests.at(-1)?.body.model).toBe(model);
  });

  it("prices say how long an answer can be, which a cap then keeps room for", async () => {
    const flags = ["evals/shop.jsonl", "--max-cost", "0.1"];
    const short = await live(
      shop('prices: { "gpt-5.4": { input: 2.5, output: 10, maxOutput: 5000 } }'),
      ...flags,
    );
    expect(short.results[0]?.stopped).toBeNull();
    const long = await live(
      shop('prices: { "gpt-5.4": { input: 2.5, output: 10, maxOutput: 16384 } }'),
      ...flags,
    );
    expect(long.results[0]?.stopped).toBe("budget");
    expect(long.server.requests).toEqual([]);
  });

  it("prices beat the table, and make others known", async () => {
    const prices =
      'prices: { "gpt-5.4": { input: 0, output: 1e6, cachedInput: 0 }, house: { input: 0, output: 0 } }';
    const dear = await live(shop(prices), "evals/shop.jsonl");
    const { usage, cost } = dear.results[0]?.summary ?? {};
    expect(cost).toBe(usage?.completion_tokens);
    const free = await live(shop(prices), "evals/shop.jsonl", "--model-override", "house");
    expect(free.results[0]?.summary.cost).toBe(0);
    expect(free.results[0]?.prices).toEqual({
      date: expect.any(String),
      source: expect.stringContaining("https://"),
      from_config: {
        "gpt-5.4": { input: 0, output: 1e6, cached_input: 0 },
        house: { input: 0, output: 0 },
      },
    });
  });

  it("reporters are drawn", async () => {
    const project = shop('reporters: ["junit"], suites: ["evals/shop.jsonl"]');
    const server = await standIn();
    await project.swarmEval(["run", "--traffic", "live"], { OPENAI_BASE_URL: server.baseUrl });
    expect(project.read("reports/shop.junit.xml")).toContain("<testsuite");
  });

  it("fixtures and trials stand in the command that records again", async () => {
    const project = shop('fixtures: "tapes", trials: 2, suites: ["evals/shop.jsonl"]');
    const { code, stdout } = await project.swarmEval(["run"]);
    expect(code).toBe(3);
    expect(stdout).toContain("--trials 2 --fixtures tapes");
  });
});

describe("a config file", () => {
  it("is found under each of its names", async () => {
    for (const name of ["ts", "mts", "js", "mjs"]) {
      const project = newProject({
        [`swarm-eval.config.${name}`]: 'export default { suites: ["evals/none.jsonl"] };',
      });
      const { stderr } = await project.swarmEval(["run"]);
      expect(stderr).toContain("There is no case file evals/none.jsonl in ");
    }
  });

  it("may stand elsewhere, with paths from there, and is named in commands", async () => {
    const project = newProject({
      "tests/config.ts": 'export default { suites: ["evals/*.jsonl"], fixtures: "tapes" };',
      "tests/evals/shop.ts": SHOP,
      "tests/evals/shop.jsonl": jsonl(GREETING),
    });
    const { stdout } = await project.swarmEval(["run", "--config", "tests/config.ts"]);
    expect(stdout).toContain(
      "npx swarm-eval run tests/evals/shop.jsonl --config tests/config.ts --fixtures tests/tapes",
    );
  });

  it("may use what .env says", async () => {
    const project = shop("modelOverride: process.env.HOUSE_MODEL");
    project.write(".env", "HOUSE_MODEL=gpt-5.5\n");
    const { results } = await live(project, "evals/shop.jsonl");
    expect(results[0]?.model_override).toBe("gpt-5.5");
  });

  it("may leave to the environment what is not set there", async () => {
    const project = shop("modelOverride: process.env.NOT_SET");
    expect((await live(project, "evals/shop.jsonl")).code).toBe(0);
  });

  it.each<[sentence: string, text: string, message: string]>([
    [
      "has an unknown key",
      "export default { maxCosts: 1 };",
      'swarm-eval.config.ts: unknown key "maxCosts". Did you mean "maxCost"? Allowed: suites, agents, modelOverride, api, request, client, variants, models, judgeModel, judge, prices, trials, threshold, concurrency, timeout, maxTurns, maxBody, maxCost, maxTokens, coverage, minCoverage, reporters, history, output, fixtures, passthrough, headers, matchHeaders, secrets, clock, checks, root.',
    ],
    [
      "has a price that lacks a part",
      'export default { prices: { "gpt-5.1": { input: 1 } } };',
      'swarm-eval.config.ts: prices["gpt-5.1"]: "output" is missing.',
    ],
    [
      "spells a price as the table does",
      "export default { prices: { house: { input: 1, output: 2, cached_input: 1 } } };",
      'swarm-eval.config.ts: prices.house: unknown key "cached_input". It is called "cachedInput" here. Allowed: input, output, cachedInput, maxOutput.',
    ],
    [
      "has a price below nothing",
      "export default { prices: { house: { input: -1, output: 2 } } };",
      "swarm-eval.config.ts: prices.house.input: it must be at least 0, not -1.",
    ],
    [
      "lists no suites",
      "export default { suites: [] };",
      "swarm-eval.config.ts: suites: it is empty, so there would be nothing to play.",
    ],
    [
      "takes a suite from the environment, where it is not set",
      "export default { suites: [process.env.NOT_SET] };",
      "swarm-eval.config.ts: suites[0]: it must be a case file, or an object with one, not undefined.",
    ],
    [
      "has a suite without cases",
      'export default { suites: [{ agents: "x.ts" }] };',
      'swarm-eval.config.ts: suites[0]: "cases" is missing.',
    ],
    [
      "has a pattern that nothing fits",
      'export default { suites: ["none/*.jsonl"] };',
      "swarm-eval.config.ts: suites[0]: no file fits none/*.jsonl.",
    ],
    [
      "has an unknown reporter",
      'export default { reporters: ["tables"] };',
      'swarm-eval.config.ts: reporters[0]: it must be one of table, json, junit, github, csv, html, otlp, not "tables".',
    ],
    [
      "has an unknown clock",
      'export default { clock: "fake" };',
      'swarm-eval.config.ts: clock: it must be one of recorded, real, not "fake".',
    ],
    [
      "has too high a threshold",
      "export default { minCoverage: 101 };",
      "swarm-eval.config.ts: minCoverage: it must be at most 100, not 101.",
    ],
    [
      "keeps its thresholds apart",
      "export default { thresholds: {} };",
      'swarm-eval.config.ts: unknown key "thresholds". Set these in the config itself: minCoverage, maxCost, threshold. Allowed: suites, agents, modelOverride, api, request, client, variants, models, judgeModel, judge, prices, trials, threshold, concurrency, timeout, maxTurns, maxBody, maxCost, maxTokens, coverage, minCoverage, reporters, history, output, fixtures, passthrough, headers, matchHeaders, secrets, clock, checks, root.',
    ],
    [
      "lets every host through",
      'export default { passthrough: ["localhost", "*"] };',
      'swarm-eval.config.ts: passthrough[1]: it would let every request through, and recordings would hold nothing: name the hosts, such as "localhost" or "*.example.com".',
    ],
    [
      "names one host without a list",
      'export default { passthrough: "localhost" };',
      'swarm-eval.config.ts: passthrough: it must be a list, not "localhost": write ["localhost"].',
    ],
    [
      "would keep a secret of a reply",
      'export default { headers: ["x-total", "Set-Cookie"] };',
      "swarm-eval.config.ts: headers[1]: its value is a secret, and no recording may hold one.",
    ],
    [
      "would keep how a reply was sent",
      'export default { headers: ["Content-Length"] };',
      "swarm-eval.config.ts: headers[0]: it says how the bytes came, which a replay decides by itself.",
    ],
    [
      "would tell requests apart by a secret",
      'export default { matchHeaders: ["X-Api-Key"] };',
      "swarm-eval.config.ts: matchHeaders[0]: its value is a secret, and no recording may hold one.",
    ],
    [
      "names headers by a pattern",
      'export default { matchHeaders: ["x-*"] };',
      "swarm-eval.config.ts: matchHeaders[0]: headers are named one by one, in full.",
    ],
    [
      "gives a header a value",
      'export default { matchHeaders: ["accept: text/csv"] };',
      'swarm-eval.config.ts: matchHeaders[0]: it is not the name of a header: write it without its value, such as "x-total-count".',
    ],
    [
      "has a pattern of secrets that fits the empty text",
      "export default { secrets: [/\\d*/] };",
      "swarm-eval.config.ts: secrets[0]: /\\d*/ would take out the empty text, which is everywhere. Write a pattern that only secrets fit.",
    ],
    [
      "has a pattern of secrets that fits JSON",
      "export default { secrets: ['x-account', /\"\\w+\":\\d/] };",
      'swarm-eval.config.ts: secrets[1]: /"\\w+":\\d/ would take out ordinary text, such as {"a":1}. Write a pattern that only secrets fit.',
    ],
    [
      "has a pattern of secrets that fits prose",
      "export default { secrets: [/[a-z]+/i] };",
      "swarm-eval.config.ts: secrets[0]: /[a-z]+/i would take out ordinary text, such as the. Write a pattern that only secrets fit.",
    ],
    [
      "has the name of a secret that every message has",
      "export default { secrets: ['content'] };",
      'swarm-eval.config.ts: secrets[0]: every message has a field "content", so nothing would be left of it.',
    ],
    [
      "has a secret that is neither a name nor a pattern",
      "export default { secrets: [7] };",
      "swarm-eval.config.ts: secrets[0]: it must be the name of a variable, field or header, or a regular expression, not 7.",
    ],
    [
      "exports nothing",
      "export const config = {};",
      "swarm-eval.config.ts has no default export. It must say: export default defineConfig({ … })",
    ],
    [
      "exports a list",
      "export default [];",
      "swarm-eval.config.ts: it must be an object, not an empty list.",
    ],
    [
      "exports a function",
      "export default () => ({});",
      "swarm-eval.config.ts: a function is not allowed here.",
    ],
    [
      "holds what is no data",
      "export default { suites: [{ cases: 'x', agents: () => 1 }], timeout: 5n };",
      "swarm-eval.config.ts: suites[0].agents: a function is not allowed here.\nswarm-eval.config.ts: timeout: a bigint is not allowed here.",
    ],
    [
      "holds a Map",
      'export default { prices: new Map([["house", { input: 1, output: 2 }]]) };',
      "swarm-eval.config.ts: prices: a Map is not allowed here.",
    ],
    [
      "holds itself",
      "const config = { suites: [{ cases: 'x' }] }; config.suites[0].of = config; export default config;",
      "swarm-eval.config.ts: suites[0].of: an object cannot contain itself.",
    ],
    [
      "would pass whatever fails",
      "export default { threshold: 0 };",
      "swarm-eval.config.ts: threshold: it must be more than 0 and at most 1, not 0.",
    ],
    [
      "throws",
      'throw new Error("No luck.");',
      "swarm-eval.config.ts could not be loaded: No luck. (swarm-eval.config.ts:1:7)",
    ],
  ])("is refused where it %s", async (_, text, message) => {
    const project = newProject({ "swarm-eval.config.ts": text });
    const { code, stderr } = await project.swarmEval(["run", "evals/x.jsonl"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${message}\n` });
  });

  it.each<[sentence: string, files: Record<string, string>, args: string[], message: string]>([
    [
      "there is no config",
      {},
      [],
      "There is nothing to play. Name case files, such as evals/*.jsonl; or list suites in swarm-eval.config.ts; or begin with an example: npx swarm-eval init.",
    ],
    [
      "the config names no suites",
      { "swarm-eval.config.mjs": "export default {};" },
      [],
      "There is nothing to play. Name case files, such as evals/*.jsonl; or list suites in swarm-eval.config.mjs, which names none; or begin with an example: npx swarm-eval init.",
    ],
  ])("is asked for where there is nothing to play: %s", async (_, files, args, message) => {
    const { code, stderr } = await newProject(files).swarmEval(["run", ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${message}\n` });
  });

  it("is missed by its name", async () => {
    const project = newProject({ "swarm-eval.config.ts": "export default {};" });
    const { code, stderr } = await project.swarmEval(["run", "--config", "swarm-evl.config.ts"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `There is no config swarm-evl.config.ts in ${project.directory}. Did you mean swarm-eval.config.ts?\n`,
    });
  });
});
