import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { newProject, type Project } from "../../support/project.ts";

const line = (rest: object): string =>
  `${JSON.stringify({ user: "Hi", expect: { tool_calls: [] }, ...rest })}\n`;
// A client that asks no server needs no recording.
const AGENTS = `import { Agent, scriptedClient } from "swarm-eval";
export default () => new Agent({ client: scriptedClient(["Hello!"]) });
`;

function twoSuites(): Project {
  return newProject({
    "evals/desk.jsonl": line({ id: "refund", tags: ["money"] }),
    "evals/desk.js": AGENTS,
    "evals/door.jsonl": line({ id: "greeting" }) + line({ id: "divergence", skip: true }),
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
  const { code, stderr } = await twoSuites().swarmEval(["run", ...SUITES, "-t", "divergence"]);
  expect(code).toBe(2);
  expect(stderr).toContain("Every selected case of evals/door.jsonl is skipped");
});

it("counts a suite of skipped cases beside one that is played", async () => {
  const project = twoSuites();
  const { code } = await project.swarmEval(["run", ...SUITES, "-t", "refund|divergence"]);
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
    None of the cases of evals/door.jsonl (2 in all) has an id that matches /refnud/. The ids are: "greeting" and "divergence".
    "
  `);
});

it("says that the cases which match were left out by only", async () => {
  const project = twoSuites();
  project.write("evals/desk.jsonl", line({ id: "refund" }) + line({ id: "credit", only: true }));
  const { code, stderr } = await project.swarmEval(["run", "evals/desk.jsonl", "-t", "refund"]);
  expect(stderr).toBe(
    'None of the cases of evals/desk.jsonl that say "only" has an id that matches /refund/.\n',
  );
  expect(code).toBe(2);
});

it("loads the agents of all suites before it plays the first", async () => {
  const project = twoSuites();
  project.write("evals/door.js", "export default 5;\n");
  for (const command of [["run"], ["compare", "--model-override", "gpt-5.4,gpt-5.4-mini"]]) {
    const { code, stdout, stderr } = await project.swarmEval([...command, ...SUITES]);
    expect(stderr).toContain("evals/door.js exports no agent.");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  }
  expect(existsSync(join(project.directory, "reports"))).toBe(false);
});

it("counts for --bail what did not pass in all suites, and names those that it did not begin", async () => {
  const project = twoSuites();
  const wrong = { expect: { tool_calls: ["refund"] } };
  project.write("evals/desk.jsonl", line({ id: "a", ...wrong }));
  project.write("evals/door.jsonl", ["b", "c"].map((id) => line({ id, ...wrong })).join(""));
  project.write("evals/gate.jsonl", line({ id: "d" }));
  project.write("evals/gate.js", AGENTS);
  const flags = ["--bail", "2", "--concurrency", "1", "--json"];
  const { code, stdout, stderr } = await project.swarmEval([
    "run",
    ...SUITES,
    "evals/gate.jsonl",
    ...flags,
  ]);
  const results = stdout.trimEnd().split("\n");
  expect(
    results.map((text) => {
      const { suite, stopped, cases } = JSON.parse(text) as SuiteResult;
      return [suite, stopped, cases.map(({ id }) => id)];
    }),
  ).toEqual([
    ["desk", null, ["a"]],
    ["door", "bail", ["b"]],
  ]);
  expect(stderr).toContain("Not started: evals/gate.jsonl.\n");
  expect(code).toBe(1);

  const never = await project.swarmEval(["run", ...SUITES, "--bail", "0", "--json"]);
  expect(
    never.stdout
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text).cases.length),
  ).toEqual([1, 2]);
});
