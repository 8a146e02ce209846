import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

const LIVE = ["run", "evals/shop.jsonl", "--traffic", "live"];

it("refuses a second run of a suite while the first goes on, and says for whom", async () => {
  const asked = Promise.withResolvers<void>();
  const mayAnswer = Promise.withResolvers<void>();
  const model = await startStandIn(async (request) => {
    asked.resolve();
    await mayAnswer.promise;
    return shopModel(request);
  });
  onTestFinished(() => model.close());
  const environment = { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "none" };
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(GREETING) });
  const first = project.start(LIVE, environment);
  await asked.promise;
  const second = await project.swarmEval([...LIVE, "-t", "greeting"], environment);
  expect({ code: second.code, stderr: second.stderr }).toEqual({
    code: 2,
    stderr: `evals/shop.jsonl is being played by another process, ${first.child.pid}, and both would write the same files. Wait for its end, or name another directory with --output.\n`,
  });
  const elsewhere = project.start([...LIVE, "--output", "elsewhere"], environment);
  first.child.kill("SIGKILL");
  await first.finished;
  mayAnswer.resolve();
  expect((await elsewhere.finished).code).toBe(0);
  // A dead process holds nothing.
  expect((await project.swarmEval(LIVE, environment)).code).toBe(0);
  expect(model.requests).toHaveLength(3);
});

it("keeps what is known of the whole suite when a part of it is played", async () => {
  const model = await startStandIn(shopModel);
  onTestFinished(() => model.close());
  const run = (...flags: string[]) =>
    project.swarmEval([...LIVE, "--reporter", "csv", ...flags], {
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_API_KEY: "none",
    });
  const wrong = {
    ...GREETING,
    id: "wrong",
    tags: ["odd"],
    expect: { output: { contains: "Goodbye" } },
  };
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING, wrong, { ...wrong, id: "also wrong" }),
  });
  const partial = (): string[] =>
    (JSON.parse(project.read("reports/shop.partial.json")) as SuiteResult).cases.map(
      ({ id }) => id,
    );
  await run("-t", "greeting");
  // There is nothing to be kept yet.
  expect(existsSync(join(project.directory, "reports/shop.partial.json"))).toBe(false);
  await run();
  const [result, table] = [project.read("reports/shop.json"), project.read("reports/shop.csv")];
  expect(table).toContain("also wrong");
  for (const [flags, ids] of [
    [["-t", "^wrong"], ["wrong"]],
    [
      ["--tag", "odd"],
      ["wrong", "also wrong"],
    ],
    [["--last-failed"], ["wrong", "also wrong"]],
    [
      ["--bail", "--concurrency", "1"],
      ["greeting", "wrong"],
    ],
  ] as const) {
    await run(...flags);
    expect(partial()).toEqual(ids);
    expect(project.read("reports/shop.json")).toBe(result);
    expect(project.read("reports/shop.csv")).toBe(table);
    expect(project.read("reports/shop.partial.csv")).toContain("wrong");
  }
});
