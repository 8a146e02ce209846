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
    "warning: 4 recordings of cases that are not in evals/shop.jsonl. To remove them: npx swarm-eval recordings prune evals/shop.jsonl; if a case was renamed: npx swarm-eval recordings rename <old id> <new id>
    "
  `);
  expect(code).toBe(0);
});

it("gives a command that removes them, wherever they are", async () => {
  const project = await renamed();
  project.write("tapes/shop/refund.1.jsonl", project.read("fixtures/shop/refund.1.jsonl"));
  project.write("tapes/shop/greeting.1.jsonl", project.read("fixtures/shop/greeting.1.jsonl"));
  const run = ["run", "evals/shop.jsonl", "--fixtures", "tapes"];
  const { stderr } = await project.swarmEval(run);
  const [, command = ""] = /To remove it: npx swarm-eval (.*);/.exec(stderr) ?? [];
  expect(command).toBe("recordings prune evals/shop.jsonl --fixtures tapes");
  expect((await project.swarmEval(command.split(" "))).code).toBe(0);
  expect((await project.swarmEval(run)).stderr).toBe("");
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
