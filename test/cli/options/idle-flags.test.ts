import { expect, it } from "vitest";
import { newProject } from "../../support/project.ts";

it.each([
  [["run", "evals/a.jsonl", "--alpha", "0.01"], "--alpha changes nothing without --baseline."],
  [["chat", "evals/a.ts", "--fixtures", "tapes"], "--fixtures changes nothing without --save."],
  [["chat", "evals/a.ts", "--clock", "real"], "--clock changes nothing without --save."],
  [["report", "a.json", "--port", "8080"], "--port changes nothing without --watch."],
  [
    ["report", "a.json", "--watch", "--reporter", "html"],
    "--reporter changes nothing with --watch.",
  ],
  [["import", "swarm.json", "--force"], "--force changes nothing without --output."],
  [["compare", "a.json", "b.json", "--trials", "5"], "--trials would change nothing."],
  [
    ["compare", "a.json", "b.json", "--tag", "x", "-t", "y"],
    "--test-name-pattern and --tag would change nothing.",
  ],
])("refuses what would change nothing: %j", async (args, sentence) => {
  const { code, stdout, stderr } = await newProject({}).swarmEval(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(sentence);
});

it("takes the models of the config for those of a comparison", async () => {
  const project = newProject({
    "swarm-eval.config.js": 'export default { models: ["a", "b"] };\n',
    "evals/a.jsonl": "",
  });
  const { stderr } = await project.swarmEval(["compare", "evals/a.jsonl", "--trials", "2"]);
  expect(stderr).toContain("evals/a.jsonl");
  expect(stderr).not.toContain("would change nothing");
});
