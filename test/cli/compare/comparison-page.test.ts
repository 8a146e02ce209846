import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { ComparisonPart, RunPart } from "../../../src/reports/html/parts.ts";
import { ResultFile } from "../../../src/results/result-file.ts";
import type { CaseResult } from "../../../src/results/result.ts";
import { greeting, wrongTool } from "../../reports/airline.ts";
import { HEADER, played, trial } from "../../reports/results.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { partsIn } from "../output/page-parts.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

function write(
  project: Project,
  file: string,
  model: string,
  cases: readonly CaseResult[] = [greeting, wrongTool],
): void {
  const header = { ...HEADER, model_override: model };
  const result = new ResultFile(join(project.directory, file), header);
  for (const one of cases) result.add(one);
  result.close(null);
}

/** The runs of a page and its comparison call each run the same. */
function labelsOf(page: string) {
  const parts = partsIn(page);
  const { suite, runs } = parts.get("comparison/0") as ComparisonPart;
  const shown = [0, 1].map((number) => (parts.get(`run/${number}`) as RunPart).label);
  return { suite, compared: runs.map(({ label }) => label), shown };
}

it("has the results that are compared, and how they compare", async () => {
  const project = newProject({});
  write(project, "large.json", "gpt-5.4");
  write(project, "small.json", "gpt-5.4-mini");
  const results = ["compare", "large.json", "small.json"];
  const both = await project.swarmEval([...results, "--reporter", "table,html"]);
  expect(both.code).toBe(0);
  expect(both.stdout).toContain("gpt-5.4-mini against gpt-5.4: no difference shown");
  expect(both.stderr).toBe("Wrote reports/airline.compare.html.\n");
  const labels = ["gpt-5.4", "gpt-5.4-mini"];
  expect(labelsOf(project.read("reports/airline.compare.html"))).toEqual({
    suite: "airline",
    compared: labels,
    shown: labels,
  });

  const page = await project.swarmEval([...results, "--reporter", "html", "--output", "pages"]);
  expect(page).toEqual({ code: 0, stdout: "", stderr: "Wrote pages/airline.compare.html.\n" });
  const opened = await project.swarmEval([...results, "--open"], { CI: "1" });
  expect(opened).toEqual({
    code: 0,
    stdout: both.stdout,
    stderr: "Wrote reports/airline.compare.html.\nNo browser was opened: CI is set.\n",
  });
});

it("has the runs that were played to be compared", async () => {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING, REFUND),
    // What it says of reporters is said of runs.
    "swarm-eval.config.js": `export default { reporters: ["junit"] };`,
  });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const models = ["--model-override", "gpt-5.4,gpt-5.4-mini", "--traffic", "live"];
  const { code, stdout, stderr } = await project.swarmEval(
    ["compare", "evals/shop.jsonl", ...models, "--reporter", "html"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toContain("Wrote reports/shop.compare.html.\n");
  const labels = ["gpt-5.4", "gpt-5.4-mini"];
  expect(labelsOf(project.read("reports/shop.compare.html"))).toEqual({
    suite: "shop",
    compared: labels,
    shown: labels,
  });
});

it("holds no secret of this environment, though results do", async () => {
  const project = newProject({});
  const error = { kind: "api", message: "The key s3cr3t-0f-0urs is spent." } as const;
  const cases = [greeting, played("down", 2, [trial({ error })])];
  write(project, "large.json", "gpt-5.4", cases);
  write(project, "small.json", "gpt-5.4-mini", cases);
  await project.swarmEval(["compare", "large.json", "small.json", "--reporter", "html"], {
    SHOP_API_KEY: "s3cr3t-0f-0urs",
  });
  const parts = JSON.stringify([...partsIn(project.read("reports/airline.compare.html"))]);
  expect(parts).toContain("is spent.");
  expect(parts).not.toContain("s3cr3t");
});

it.each([
  [["--reporter", "junit"], 'A comparison has no reporter "junit". There are: table, html.'],
  [["--output", "pages"], "--output would change nothing."],
])("is refused with %j", async (flags, sentence) => {
  const project = newProject({});
  write(project, "large.json", "gpt-5.4");
  write(project, "small.json", "gpt-5.4-mini");
  const { code, stderr } = await project.swarmEval([
    "compare",
    "large.json",
    "small.json",
    ...flags,
  ]);
  expect(code).toBe(2);
  expect(stderr).toContain(sentence);
  expect(existsSync(join(project.directory, "reports"))).toBe(false);
});
