import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

const CASES = [GREETING, REFUND, { ...REFUND, id: "another" }, { ...GREETING, id: "good day" }];

const CHANGED = SHOP.replace("Refund orders.", "Refund orders, but never twice.");

interface Shop extends Project {
  /** Runs the suite. */
  run(...flags: string[]): Promise<Finished>;
  /** Which cases the last run played. */
  played(): string[];
  /** How many requests the model has had. */
  readonly asked: number;
}

/** A shop with recordings, whose second agent is then told otherwise: two of its four cases miss. */
async function changedShop(): Promise<Shop> {
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...CASES) });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const shop: Shop = {
    ...project,
    run: (...flags) =>
      project.swarmEval(["run", "evals/shop.jsonl", ...flags], { OPENAI_BASE_URL: server.baseUrl }),
    played: () => {
      const [last = ""] = ["reports/shop.json", "reports/shop.partial.json"]
        .filter((file) => existsSync(join(project.directory, file)))
        .map((file) => project.read(file))
        .sort((one, other) => (startOf(one) < startOf(other) ? 1 : -1));
      return (JSON.parse(last) as SuiteResult).cases.map(({ id }) => id);
    },
    get asked() {
      return server.requests.length;
    },
  };
  expect((await shop.run("--traffic", "record")).code).toBe(0);
  project.write("evals/shop.ts", CHANGED);
  return shop;
}

function startOf(result: string): string {
  return (JSON.parse(result) as SuiteResult).started_at;
}

const UPDATE = ["--last-failed", "--traffic", "update"];

describe("--last-failed", () => {
  it("records again what missed, by the command that the replay named", async () => {
    const shop = await changedShop();
    const { code, stderr } = await shop.run();
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr:
        "To record all that missed: npx swarm-eval run evals/shop.jsonl --last-failed --traffic update\n",
    });
    expect((await shop.run(...UPDATE)).code).toBe(0);
    expect(shop.played()).toEqual(["refund", "another"]);
    expect((await shop.run()).code).toBe(0);
    expect(shop.played()).toHaveLength(4);
  });

  it("plays nothing, and asks nobody, if nothing failed", async () => {
    const shop = await changedShop();
    await shop.run();
    await shop.run(...UPDATE);
    const before = shop.asked;
    expect(await shop.run(...UPDATE)).toEqual({
      code: 0,
      stdout: "",
      stderr: "Nothing failed in the last run of evals/shop.jsonl, so nothing is played.\n",
    });
    expect(shop.asked).toBe(before);
    expect(shop.played()).toEqual(["refund", "another"]);
  });

  it("still knows what a run of other cases did not play", async () => {
    const shop = await changedShop();
    await shop.run();
    await shop.run("-t", "greeting");
    expect(shop.played()).toEqual(["greeting"]);
    await shop.run("-t", "refund", "--traffic", "update");
    await shop.run("--last-failed");
    expect(shop.played()).toEqual(["another"]);
  });

  it("still knows what a run that stopped early did not come to", async () => {
    const shop = await changedShop();
    await shop.run();
    await shop.run("--bail", "--concurrency", "1");
    expect(shop.played()).toEqual(["greeting", "refund"]);
    await shop.run("--last-failed");
    expect(shop.played()).toEqual(["refund", "another"]);
  });

  it("takes failed checks, and recordings left over, for failures", async () => {
    const shop = await changedShop();
    shop.write("evals/shop.ts", SHOP);
    const failing = { ...GREETING, expect: { output: { contains: "Good day" } } };
    const early = { id: "refund", user: "Please refund 7.", execute_tools: false };
    const left = { ...early, expect: { tool_calls: ["transferToRefunds"] } };
    shop.write("evals/shop.jsonl", jsonl(failing, left, ...CASES.slice(2)));
    expect((await shop.run()).code).toBe(3);
    await shop.run("--last-failed");
    expect(shop.played()).toEqual(["greeting", "refund"]);
    shop.write("evals/shop.jsonl", jsonl(GREETING, left, ...CASES.slice(2)));
    await shop.run("--last-failed");
    expect((await shop.run(...UPDATE)).code).toBe(0);
    expect(shop.played()).toEqual(["refund"]);
  });

  it("is one of several selections", async () => {
    const shop = await changedShop();
    const { stderr } = await shop.run("-t", "refund|greeting");
    expect(stderr).toContain("run evals/shop.jsonl -t 'refund|greeting' --last-failed");
    await shop.run();
    await shop.run("--last-failed", "-t", "a");
    expect(shop.played()).toEqual(["another"]);
    const { code, stderr: refused } = await shop.run("--last-failed", "-t", "greeting");
    expect({ code, refused }).toEqual({
      code: 2,
      refused:
        "None of the cases of evals/shop.jsonl (4 in all) has an id that matches /greeting/ and failed in the last run.\n",
    });
  });

  it("names cases that are gone", async () => {
    const shop = await changedShop();
    await shop.run();
    shop.write("evals/shop.jsonl", jsonl(...CASES.slice(0, 2)));
    const { code, stderr } = await shop.run(...UPDATE);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: '"another" failed in the last run, and is not in evals/shop.jsonl any more.\n',
    });
    expect((await shop.run("--last-failed")).stderr).toContain("Nothing failed");
  });

  it("refuses where all of them are gone", async () => {
    const shop = await changedShop();
    await shop.run();
    shop.write("evals/shop.jsonl", jsonl(GREETING));
    const { code, stderr } = await shop.run("--last-failed");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'None of the cases of evals/shop.jsonl (1 in all) failed in the last run. "refund" and "another" failed in the last run, and are not in evals/shop.jsonl any more.\n',
    });
  });

  it("refuses where there is no result to go by", async () => {
    const shop = await changedShop();
    const { code, stderr } = await shop.run(...UPDATE, "--output", "elsewhere");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        "There is no result of evals/shop.jsonl, which would be elsewhere/shop.json.\nSo it is not known what failed. Run it first: npx swarm-eval run evals/shop.jsonl\n",
    });
    shop.write("elsewhere/shop.json", "{");
    const broken = await shop.run(...UPDATE, "--output", "elsewhere");
    expect({ code: broken.code, stderr: broken.stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("elsewhere/shop.json:1: this is not JSON") as string,
    });
  });

  it("does not take the result of another suite of that name for its own", async () => {
    const shop = await changedShop();
    await shop.run();
    shop.write("more/shop.jsonl", jsonl(...CASES));
    shop.write("more/shop.ts", SHOP);
    const { code, stderr } = await shop.swarmEval(["run", "more/shop.jsonl", "--last-failed"]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      "There is no result of more/shop.jsonl: reports/shop.json is that of evals/shop.jsonl.",
    );
  });

  it("leaves out suites that have no result, or in which nothing failed", async () => {
    const shop = await changedShop();
    await shop.run();
    for (const name of ["new", "fine"]) {
      shop.write(`evals/${name}.jsonl`, jsonl(GREETING));
      shop.write(`evals/${name}.ts`, SHOP);
    }
    shop.write("fixtures/fine/greeting.1.jsonl", shop.read("fixtures/shop/greeting.1.jsonl"));
    expect((await shop.swarmEval(["run", "evals/fine.jsonl"])).code).toBe(0);
    const files = ["new", "fine", "shop"].map((name) => `evals/${name}.jsonl`);
    const { stderr } = await shop.swarmEval(["run", ...files, "--last-failed"]);
    expect(stderr).toBe(
      [
        "There is no result of evals/new.jsonl, which would be reports/new.json. It is left out.",
        "None of the cases of evals/fine.jsonl (1 in all) failed in the last run: it is left out.",
        "To record all that missed: npx swarm-eval run evals/shop.jsonl --last-failed --traffic update",
        "",
      ].join("\n"),
    );
    expect(shop.played()).toEqual(["refund", "another"]);
  });
});
