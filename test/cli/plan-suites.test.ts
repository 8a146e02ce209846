import { expect, it } from "vitest";
import { newProject } from "../support/project.ts";
import type { Project } from "../support/project.ts";

// A case of no model calls needs no recording.
const line = (rest: object): string =>
  `${JSON.stringify({ user: "Hi", max_turns: 0, expect: { tool_calls: [] }, ...rest })}\n`;
const AGENTS = 'import { Agent } from "swarm-eval";\nexport default new Agent({});\n';

function twoSuites(): Project {
  return newProject({
    "evals/desk.jsonl": line({ id: "refund", tags: ["money"] }),
    "evals/desk.js": AGENTS,
    "evals/door.jsonl": line({ id: "greeting" }) + line({ id: "parting", skip: true }),
    "evals/door.js": AGENTS,
  });
}
const SUITES = ["evals/desk.jsonl", "evals/door.jsonl"];

it.each([
  [["-t", "greeting"], "door", "evals/desk.jsonl (1 in all) has an id that matches /greeting/"],
  [["--tag", "money"], "desk", "evals/door.jsonl (2 in all) has the tag money"],
])("plays the suite that %j takes cases of, and names the other", async (flags, played, left) => {
  const project = twoSuites();
  const { code, stderr } = await project.swarmEval(["run", ...SUITES, ...flags]);
  expect(code).toBe(0);
  expect(stderr).toContain(`None of the cases of ${left}: it is left out.`);
  expect(JSON.parse(project.read(`reports/${played}.json`))).toMatchObject({
    summary: { passed: 1 },
  });
});

it("refuses to play nothing but skipped cases", async () => {
  const { code, stderr } = await twoSuites().swarmEval(["run", ...SUITES, "-t", "parting"]);
  expect(code).toBe(2);
  expect(stderr).toContain("Every selected case of evals/door.jsonl is skipped");
});

it("counts a suite of skipped cases beside one that is played", async () => {
  const project = twoSuites();
  const { code } = await project.swarmEval(["run", ...SUITES, "-t", "refund|parting"]);
  expect(code).toBe(0);
  expect(JSON.parse(project.read("reports/door.json"))).toMatchObject({
    summary: { passed: 0, skipped: 1 },
  });
});

it("says of each suite why there is nothing to play", async () => {
  const { code, stderr } = await twoSuites().swarmEval(["run", ...SUITES, "-t", "refnud"]);
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "None of the cases of evals/desk.jsonl (1 in all) has an id that matches /refnud/. Did you mean "refund"?
    None of the cases of evals/door.jsonl (2 in all) has an id that matches /refnud/. The ids are: "greeting" and "parting".
    "
  `);
});
