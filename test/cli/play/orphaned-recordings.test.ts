import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

/** A shop with recordings of a case that was renamed and of one that was removed. */
async function renamed(): Promise<Project> {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING, REFUND, { ...GREETING, id: "v1.0 hello" }),
  });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const args = ["run", "evals/shop.jsonl", "--traffic", "record", "--trials", "2"];
  await project.swarmEval(args, { OPENAI_BASE_URL: server.baseUrl });
  project.write("evals/shop.jsonl", jsonl(GREETING));
  return project;
}

it("names recordings of cases that are gone, and how to remove them", async () => {
  const project = await renamed();
  const { code, stderr } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(stderr).toMatchInlineSnapshot(`
    "warning: 4 recordings of cases that are not in evals/shop.jsonl. To remove them: rm fixtures/shop/refund.1.jsonl fixtures/shop/refund.2.jsonl 'fixtures/shop/v1.0%20hello.1.jsonl' 'fixtures/shop/v1.0%20hello.2.jsonl'
    "
  `);
  expect(code).toBe(0);
});

it("gives a command that a shell can run where there are many", async () => {
  const project = await renamed();
  for (let trial = 3; trial <= 12; trial++)
    project.write(`fixtures/shop/refund.${trial}.jsonl`, "");
  const { stderr } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(stderr).toMatch(
    /^warning: 14 recordings .* To remove the first 10: rm( fixtures\/shop\/refund\.\d+\.jsonl){10}\n$/,
  );
});

it("says nothing of them where not the whole suite is played", async () => {
  const project = await renamed();
  project.write("evals/shop.jsonl", jsonl(GREETING, { ...GREETING, id: "other" }));
  const { code, stderr } = await project.swarmEval(["run", "evals/shop.jsonl", "-t", "greeting"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

it("takes the recordings of a skipped case for what they are", async () => {
  const project = await renamed();
  const skipped = [REFUND, { ...GREETING, id: "v1.0 hello" }].map((script) => ({
    ...script,
    skip: true,
  }));
  project.write("evals/shop.jsonl", jsonl(GREETING, ...skipped));
  const { code, stderr } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});
