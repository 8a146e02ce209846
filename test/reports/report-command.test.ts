import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ResultFile } from "../../src/results/result-file.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../src/results/result.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../cli/shop.ts";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";
import { changedPrompt, flaky, GATE, greeting, skipped, wrongTool } from "./airline.ts";
import { HEADER, played, trial } from "./results.ts";

function write(
  project: Project,
  cases: readonly CaseResult[],
  { file = "airline.json", header = HEADER, stopped = null as SuiteEnd["stopped"] } = {},
): void {
  const result = new ResultFile(join(project.directory, file), header);
  for (const one of cases) result.add(one);
  result.close(stopped);
  // How long it took is the one thing that differs from run to run.
  project.write(file, project.read(file).replace(/\],"duration_ms":\d+/, `],"duration_ms":2345`));
}

const ALL = ["--reporter", "table,junit,github,csv,html"];

it("draws from a result what the run drew, with the same exit code", async () => {
  const standIn = await startStandIn(shopModel);
  const wrong = { ...GREETING, id: "wrong", expect: { output: { contains: "Goodbye" } } };
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING, REFUND, wrong),
  });
  const run = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record", "--trials", "2", ...ALL],
    {
      OPENAI_BASE_URL: standIn.baseUrl,
    },
  );
  await standIn.close();
  const report = await project.swarmEval([
    "report",
    "reports/shop.json",
    "--output",
    "again",
    ...ALL,
  ]);
  expect(run.code).toBe(1);
  expect(report).toEqual({
    code: 1,
    stdout: run.stdout,
    stderr: "Wrote again/shop.junit.xml and again/shop.csv.\nWrote again/shop.html.\n",
  });
  expect(readdirSync(join(project.directory, "again")).sort()).toEqual([
    "shop.csv",
    "shop.html",
    "shop.junit.xml",
  ]);
  for (const name of ["shop.csv", "shop.html", "shop.junit.xml"])
    expect(project.read(`again/${name}`)).toBe(project.read(`reports/${name}`));
});

it("leaves stdout of a run to the result where that is asked for, and writes the files beside it", async () => {
  const standIn = await startStandIn(shopModel);
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(GREETING) });
  const run = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "live", "--json", ...ALL],
    { OPENAI_BASE_URL: standIn.baseUrl },
  );
  await standIn.close();
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ suite: "shop", summary: { passed: 1 } });
  expect(readdirSync(join(project.directory, "reports")).sort()).toEqual([
    "shop.csv",
    "shop.html",
    "shop.json",
    "shop.junit.xml",
  ]);
});

it("tells a baseline from a result", async () => {
  const project = newProject({
    "shop.baseline.json": '{"version":1,"suite":"shop","blessed_at":"2026-01-31","cases":[]}',
  });
  const { code, stderr } = await project.swarmEval(["report", "shop.baseline.json"]);
  expect(stderr).toBe(
    "shop.baseline.json: a baseline has no report. Name the result of a run, reports/<suite>.json.\n",
  );
  expect(code).toBe(2);
});

it("leaves out the baselines that a shell's pattern names beside results", async () => {
  const project = newProject({ "reports/airline.baseline.json": "{" });
  write(project, [greeting], { file: "reports/airline.json" });
  const files = ["reports/airline.baseline.json", "reports/airline.json"];
  const { code, stdout, stderr } = await project.swarmEval(["report", ...files]);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: "Left out, because a baseline has no report: reports/airline.baseline.json\n",
  });
  expect(stdout).toContain("1 passed");
});

it("draws the table where nothing else is asked for", async () => {
  const project = newProject({});
  write(project, [greeting]);
  expect(await project.swarmEval(["report", "airline.json"])).toMatchInlineSnapshot(`
    {
      "code": 0,
      "stderr": "",
      "stdout": "case      verdict  route of agents  calls       cost   time
    greeting  passed   Triage Agent         0  $0.000069  1.3 s

    1 passed · 1,280 tokens · $0.000069 · 2.3 s
    ",
    }
  `);
  expect(existsSync(join(project.directory, "reports"))).toBe(false);
});

describe("the exit code", () => {
  const broke = (kind: "api" | "tape") =>
    played("down", 1, [trial({ error: { kind, message: "503" } })]);
  const missed = played("missed", 1, [trial({ error: changedPrompt("missed") })]);
  const left = played("left", 1, [trial({ leftovers: ["recording 2"] })]);
  const live: ResultHeader = { ...HEADER, traffic: "live" };

  it.each([
    ["all passed", [greeting, skipped], {}, 0],
    ["a case failed", [greeting, wrongTool], {}, 1],
    ["a recording is missing", [missed], {}, 3],
    ["recordings are left over", [left], {}, 3],
    ["recordings are left over that nobody asked to be played", [left], { header: live }, 0],
    ["the API was down", [wrongTool, broke("api"), missed], {}, 4],
    ["a recording could not be used", [broke("tape")], {}, 2],
    ["the cap on cost was reached", [wrongTool], { stopped: "budget" as const }, 5],
    ["the run was interrupted", [greeting], { stopped: "interrupted" as const }, 130],
  ])("is that of a run in which %s", async (_, cases, more, code) => {
    const project = newProject({});
    write(project, cases, more);
    expect((await project.swarmEval(["report", "airline.json"])).code).toBe(code);
  });

  it.each([
    ["found a regression", GATE, 1],
    ["found none, although a case fails", { ...GATE, verdict: "passed" as const }, 0],
  ])("is that of a run whose gate %s", async (_, gate, code) => {
    const project = newProject({});
    const result = new ResultFile(join(project.directory, "airline.json"), HEADER);
    result.add(wrongTool);
    result.close(null, { gate });
    const report = await project.swarmEval(["report", "airline.json"]);
    expect(report.code).toBe(code);
    expect(report.stdout).toContain(
      "\nAgainst the baseline reports/airline.baseline.json of 2026-03-01",
    );
  });

  it("is the worst of several results", async () => {
    const project = newProject({});
    write(project, [greeting]);
    write(project, [wrongTool], { file: "shop.json", header: { ...HEADER, suite: "shop" } });
    const { code, stdout } = await project.swarmEval(["report", "airline.json", "shop.json"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/greeting[^]+cancel-and-refund/);
  });
});

it("reports what is whole of a file that breaks off, and says that it does", async () => {
  const project = newProject({});
  write(project, [greeting, wrongTool, flaky]);
  const text = project.read("airline.json");
  project.write("airline.json", text.slice(0, text.indexOf(`"refund-refused"`) + 100));
  const { code, stdout, stderr } = await project.swarmEval(["report", "airline.json", ...ALL]);
  expect(code).toBe(130);
  expect(stdout).toContain("1 passed, 1 failed · 2,560 tokens · $0.0043 · unknown time");
  expect(stdout).toContain("The run was interrupted");
  expect(stderr).toBe(
    "Wrote reports/airline.junit.xml and reports/airline.csv.\n" +
      "airline.json:4: the file breaks off in the middle of a case: the run was killed while it wrote, or the file was cut. The 2 cases before are whole. For the others run the suite again.\n" +
      "Wrote reports/airline.html.\n",
  );
  expect(project.read("reports/airline.junit.xml")).not.toContain("NaN");
});

it("draws tables of two results of one suite, each under the name of its file", async () => {
  const project = newProject({});
  write(project, [greeting]);
  write(project, [greeting, wrongTool], { file: "other.json" });
  const { code, stdout } = await project.swarmEval(["report", "airline.json", "other.json"]);
  expect(code).toBe(1);
  expect(stdout.split("\n").filter((line) => /json|suites/.test(line))).toMatchInlineSnapshot(`
    [
      "airline.json",
      "other.json",
      "FAILED  cancel-and-refund  evals/airline.jsonl:9",
      "1 of 2 suites passed",
      "  other.json  1 passed, 1 failed: exit 1",
    ]
  `);
});

describe("what cannot be used", () => {
  it.each([
    ["no such file", ["nothing.json"], "There is no result nothing.json in "],
    ["an unknown reporter", ["airline.json", "--reporter", "xml"], `There is no reporter "xml".`],
    [
      "the reporter of what is there already",
      ["airline.json", "--reporter", "json"],
      "The result file is the JSON report already.",
    ],
    [
      "two results of one suite, of which files would share their names",
      ["airline.json", "other.json", "--reporter", "html,csv"],
      `airline.json and other.json are both results of the suite "airline"`,
    ],
    [
      "a directory that cannot be written to",
      ["airline.json", "--reporter", "csv", "--output", "airline.json"],
      "The report airline.json/airline.csv could not be written:",
    ],
  ])("ends with exit 2 and what to do: %s", async (_, args, problem) => {
    const project = newProject({});
    write(project, [greeting]);
    write(project, [greeting], { file: "other.json" });
    const { code, stdout, stderr } = await project.swarmEval(["report", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(problem);
  });

  it("leaves no half of a report behind", async () => {
    const project = newProject({});
    write(project, [greeting, wrongTool]);
    project.write(
      "airline.json",
      project.read("airline.json").replace(`"verdict":"failed"`, `"verdict":"wrong"`),
    );
    const { code, stderr } = await project.swarmEval(["report", "airline.json", ...ALL]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `airline.json:3: this is not the result of a run: verdict: it must be`,
    );
    expect(
      existsSync(join(project.directory, "reports"))
        ? readdirSync(join(project.directory, "reports"))
        : [],
    ).toEqual([]);
  });
});

describe("in a GitHub workflow", () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "github-"));
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  async function report(before = ""): Promise<{ stdout: string; summary: string }> {
    const project = newProject({});
    write(project, [greeting, wrongTool], { file: "desk/airline.json" });
    const summary = join(directory, "summary.md");
    writeFileSync(summary, before);
    const { stdout } = await project.swarmEval(
      ["report", "desk/airline.json", "--reporter", "github"],
      {
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: join(project.directory, ".."),
      },
    );
    return {
      stdout: stdout.replace(/file=[^/]+/, "file=<project>"),
      summary: readFileSync(summary, "utf8"),
    };
  }

  it("names files from the root of the repository, and adds to the step's summary", async () => {
    const { stdout, summary } = await report("# Before\n\n");
    expect(stdout).toMatch(
      /^::error file=<project>\/evals\/airline\.jsonl,line=9,title=cancel-and-refund failed::/,
    );
    expect(summary).toMatch(/^# Before\n\n### ❌ airline\n[^]+<details>/);
  });

  it("adds the sums alone where the summary is nearly full", async () => {
    const full = "x".repeat(1024 * 1024 - 500);
    const { summary } = await report(full);
    expect(summary.slice(full.length)).toMatch(
      /^### ❌ airline\n[^]+What did not pass is left out here/,
    );
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1024 * 1024);
  });
});
