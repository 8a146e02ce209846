import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

/** A shop with its server, in which runs are told apart by what they say on stderr. */
async function shop(agents = SHOP) {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const project = newProject({ "evals/shop.ts": agents, "evals/shop.jsonl": jsonl(GREETING) });
  const run = async (...flags: string[]): Promise<string> => {
    const { stderr } = await project.swarmEval(["run", "evals/shop.jsonl", ...flags], {
      OPENAI_BASE_URL: server.baseUrl,
    });
    return stderr;
  };
  return { project, run };
}

const MANY = ["--trials", "101", "--traffic"];

it("says that there is no estimate when nothing was played or recorded before", async () => {
  const { run } = await shop();
  expect(await run(...MANY, "live")).toMatchInlineSnapshot(`
    "evals/shop.jsonl: 101 trials; no estimate: there is no earlier result of the same models in reports/shop.json.
    "
  `);
});

it("tells it by the last result, where there is one", async () => {
  const { run } = await shop();
  await run("--trials", "3", "--traffic", "live");
  expect(await run(...MANY, "live")).toMatchInlineSnapshot(`
    "evals/shop.jsonl: 101 trials × $0.00040 = $0.041 (about 8.2 thousand tokens), going by the 3 trials of reports/shop.json. Prices of 2026-11, from https://developers.openai.com/api/docs/pricing.
    "
  `);
});

it("tells it by the result of a replay", async () => {
  const { run } = await shop();
  await run("--stream", "--trials", "2", "--traffic", "record", "--output", "elsewhere");
  await run("--stream", "--trials", "2");
  expect(await run("--stream", ...MANY, "update")).toBe(
    "evals/shop.jsonl: at most 101 trials × $0.00040 = $0.041 (about 8.2 thousand tokens), going by the 2 trials of reports/shop.json. Prices of 2026-11, from https://developers.openai.com/api/docs/pricing.\n",
  );
});

it("does not go by the result of another model", async () => {
  const { run } = await shop();
  await run("--trials", "3", "--traffic", "live", "--model-override", "gpt-5.4-mini");
  expect(await run(...MANY, "live")).toContain("no estimate");
});

it("does not go by a result that was cut short", async () => {
  const { run, project } = await shop();
  await run("--trials", "3", "--traffic", "live");
  project.write("reports/shop.json", project.read("reports/shop.json").slice(0, -100));
  expect(await run(...MANY, "live")).toContain("no estimate");
});

it("counts only what is missing among the recordings", async () => {
  const { run } = await shop();
  await run("--trials", "20", "--traffic", "record");
  expect(await run("--trials", "120", "--traffic", "record")).toBe("");
  expect(await run("--trials", "241", "--traffic", "record")).toMatch(
    /^evals\/shop\.jsonl: 121 trials /,
  );
});

it("says that the cost is not known, where a price is not", async () => {
  const { run } = await shop(SHOP.replace('name: "Triage"', '$&, model: "house-model"'));
  await run("--traffic", "live");
  expect(await run(...MANY, "live")).toMatchInlineSnapshot(`
    "evals/shop.jsonl: 101 trials, about 8.2 thousand tokens, going by the 1 trial of reports/shop.json. Their cost is not known: there is no price for house-model.
    "
  `);
});

it.each<[string, string[]]>([
  ["a run of 100 trials", ["--trials", "100", "--traffic", "live"]],
  ["a replay", ["--trials", "101"]],
])("says nothing of %s", async (_, flags) => {
  const { run } = await shop();
  expect(await run(...flags)).not.toContain("going by");
});
