import { describe, expect, it, onTestFinished } from "vitest";
import { variantOf } from "../../../src/runs/plan/variants.ts";
import { jsonl, newProject, type Finished } from "../../support/project.ts";
import { startStandIn, type StandIn, type StandInRequest } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../../cli/shop.ts";

async function standIn(): Promise<StandIn> {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  return server;
}

const KEYS = {
  OPENAI_API_KEY: "sk-own-1234567890abcdefg",
  THERE_KEY: "tk-there-1234567890abcdefg",
};

/** One model at two settings, and at a server of its own. */
async function shop(agents = SHOP) {
  const [here, there] = [await standIn(), await standIn()];
  const config = {
    request: { temperature: 0.5, seed: 7 },
    client: { defaultHeaders: { "X-Title": "shop" }, defaultQuery: { "api-version": "1" } },
    variants: {
      low: { model: "gpt-5.4", request: { temperature: 0 } },
      high: { model: "gpt-5.4", request: { temperature: 1 } },
      there: {
        model: "gpt-5.4",
        baseURL: there.baseUrl,
        apiKeyEnv: "THERE_KEY",
        defaultHeaders: { "X-There": "yes" },
      },
    },
  };
  const project = newProject({
    "evals/shop.ts": agents,
    "evals/shop.jsonl": jsonl(GREETING),
    "swarm-eval.config.ts": `export default ${JSON.stringify(config)};`,
  });
  return {
    project,
    here: here.requests,
    there: there.requests,
    play: (command: string, ...flags: readonly string[]): Promise<Finished> =>
      project.swarmEval([command, "evals/shop.jsonl", ...flags], {
        OPENAI_BASE_URL: here.baseUrl,
        ...KEYS,
      }),
  };
}

/** How a request was made. */
function manner(request: StandInRequest | undefined) {
  const { path = "", headers = {}, body } = request ?? {};
  const { authorization, "x-title": title, "x-there": isThere } = headers;
  const [temperature, seed] = [body?.["temperature"], body?.["seed"]];
  return { path, authorization, title, isThere, temperature, seed };
}

describe("variants", () => {
  it("are one model at several settings and servers, each asked as the config says", async () => {
    const { project, here, there, play } = await shop();
    const both = ["--variant", "low,there"];
    const recorded = await play("compare", ...both, "--traffic", "record");
    expect([recorded.code, recorded.stderr]).toEqual([0, ""]);
    expect([...here, ...there].map(manner)).toEqual([
      {
        path: "/v1/chat/completions?api-version=1",
        authorization: `Bearer ${KEYS.OPENAI_API_KEY}`,
        title: "shop",
        isThere: undefined,
        temperature: 0,
        seed: 7,
      },
      // Neither the key nor the headers of another server go there.
      {
        path: "/v1/chat/completions",
        authorization: `Bearer ${KEYS.THERE_KEY}`,
        title: undefined,
        isThere: "yes",
        temperature: 0.5,
        seed: 7,
      },
    ]);

    // Each has its own recordings and results.
    const replayed = await play("compare", ...both);
    expect(replayed.code).toBe(0);
    expect(here.length + there.length).toBe(2);
    const [low, other] = ["low", "there"].map((name) => ({
      tape: project.read(`fixtures/shop/variants/${name}/greeting.1.jsonl`),
      result: project.read(`reports/shop.${name}.json`),
    }));
    expect(low?.tape).not.toBe(other?.tape);
    expect(low?.tape).not.toContain("sk-own");
    expect(JSON.parse(low?.result ?? "")).toMatchObject({
      variant: "low",
      model_override: "gpt-5.4",
    });
    const results = ["reports/shop.low.json", "reports/shop.there.json"];
    const compared = await project.swarmEval(["compare", ...results]);
    expect(compared.stdout).toBe(replayed.stdout);
  });

  it("are compared with models, too", async () => {
    const { here, play } = await shop();
    const flags = ["--variant", "low", "--model-override", "gpt-5.4-mini", "--traffic", "live"];
    const { code, stdout } = await play("compare", ...flags);
    expect(code).toBe(0);
    expect(stdout).toContain("low against gpt-5.4-mini:");
    expect(here.map(({ body }) => [body.model, body["temperature"]])).toEqual([
      ["gpt-5.4-mini", 0.5],
      ["gpt-5.4", 0],
    ]);
  });

  it("are named by what plays what was recorded, and by the command that records the rest", async () => {
    const { project, play } = await shop();
    await play("run", "--variant", "low", "--traffic", "record");
    const { code, stdout } = await play("run", "--variant", "high");
    expect(code).toBe(3);
    expect(stdout).toContain("recorded as the variant low: fixtures/shop/variants/low/");
    expect(stdout).toContain("--variant high -t '^greeting$' --traffic record");
    expect(stdout).toContain("To play what was recorded: run it with --variant low.");
    // A baseline and reports are those of their variant.
    await play("run", "--variant", "low", "--reporter", "csv");
    expect(project.read("reports/shop.low.csv")).toContain("greeting");
    expect((await play("run", "--variant", "low", "--bless")).stdout).toContain(
      "reports/shop.low.baseline.json",
    );
  });

  it("beat the agent's own client", async () => {
    const client = "{ chat: { completions: { create: () => Promise.reject(new Error()) } } }";
    const agents = SHOP.replace('name: "Triage",', `name: "Triage", client: ${client},`);
    const { there, play } = await shop(agents);
    expect((await play("run", "--variant", "low", "--traffic", "live")).code).toBe(4);
    expect((await play("run", "--variant", "there", "--traffic", "live")).code).toBe(0);
    expect(there).toHaveLength(1);
  });

  it.each([
    [{ variant: "lwo" }, "There is no variant lwo. Did you mean low?"],
    [{ variant: "moon" }, "There is no variant moon. There are: low and high."],
    [{ variant: "toString" }, "There is no variant toString. There are: low and high."],
    [{ variant: "low", asking: {} }, "There is no variant low. The config has none:"],
    [
      { variant: "low", modelOverride: "gpt-5.4-mini" },
      "--variant low and --model-override gpt-5.4-mini both say which model is asked.",
    ],
  ])("are refused: %j", (options, message) => {
    const asking = { variants: { low: {}, high: {} } };
    expect(() => variantOf({ asking, ...options })).toThrow(message);
  });

  it("need their key only where something is asked", async () => {
    const { project, there } = await shop();
    const run = (...flags: readonly string[]): Promise<Finished> =>
      project.swarmEval(["run", "evals/shop.jsonl", "--variant", "there", ...flags], {
        OPENAI_API_KEY: KEYS.OPENAI_API_KEY,
      });
    const { code, stderr } = await run("--traffic", "record");
    expect([code, there.length]).toEqual([2, 0]);
    expect(stderr).toContain("There is no key for variants.there: it takes that of THERE_KEY");
    expect((await run()).code).toBe(3);
  });
});

describe("an agent's request parameters", () => {
  const agents = (request: string): string =>
    SHOP.replace('name: "Triage",', `name: "Triage", request: ${request},`);

  it("are sent and recorded, those of the config in their place", async () => {
    const { project, here, play } = await shop(agents("{ temperature: 0.9, top_k: 3 }"));
    expect((await play("run", "--traffic", "record")).code).toBe(0);
    expect(here[0]?.body).toMatchObject({ temperature: 0.5, seed: 7, top_k: 3 });
    expect((await play("run")).code).toBe(0);

    project.write("evals/shop.ts", agents("{ temperature: 0.9, top_k: 4 }"));
    const { code, stdout } = await play("run");
    expect(code).toBe(3);
    expect(stdout).toContain("top_k");
  });

  it("cannot be what is set elsewhere", async () => {
    const { play } = await shop(agents("{ tool_choice: 'none' }"));
    const { code, stdout } = await play("run", "--traffic", "live");
    expect(code).toBe(4);
    expect(stdout).toContain(
      "The agent Triage: tool_choice cannot be set in request: it is the agent's toolChoice.",
    );
  });
});
