import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import type { HistoryPart } from "../../../src/reports/html/parts.ts";
import { ResultFile } from "../../../src/results/result-file.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../../src/results/result.ts";
import { greeting, wrongTool } from "../../reports/airline.ts";
import { check, HEADER, played, trial } from "../../reports/results.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";
import { partsIn } from "./page-parts.ts";

const HISTORY = "reports/history.sqlite";

/** A result of the suite `airline`, of this day in March. */
function write(
  project: Project,
  file: string,
  day: number,
  cases: readonly CaseResult[] = [greeting],
  {
    stopped = null as SuiteEnd["stopped"],
    ...header
  }: Partial<ResultHeader> & Partial<SuiteEnd> = {},
): void {
  const started_at = `2026-03-${String(day).padStart(2, "0")}T09:30:00.000Z`;
  const head = { ...HEADER, started_at, ...header };
  const result = new ResultFile(join(project.directory, file), head);
  for (const one of cases) result.add(one);
  result.close(stopped);
}

/** The rows of the table of a suite, but for their numbers. */
function daysIn(stdout: string): string[] {
  return [...stdout.matchAll(/^2026-03-(\d\d) 09:30/gm)].map(([, day = ""]) => day);
}

describe("run --history", () => {
  async function shop(files: Readonly<Record<string, string>> = {}) {
    const project = newProject({
      "evals/shop.ts": SHOP,
      "evals/shop.jsonl": jsonl(GREETING, REFUND),
      ...files,
    });
    const api = await startStandIn(shopModel);
    onTestFinished(() => api.close());
    const run = (...flags: readonly string[]) =>
      project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "live", ...flags], {
        OPENAI_BASE_URL: api.baseUrl,
      });
    return { project, run };
  }

  it("keeps whole runs, which pages and the terminal show, and no part of one", async () => {
    const { project, run } = await shop();
    expect((await run("--history")).stderr).not.toContain("ExperimentalWarning");
    await run("--history", "-t", "greeting");
    await run("--history", "--shard", "1/2");
    const last = await run("--history", "--reporter", "html", "--model-override", "gpt-5.4-mini");
    expect({ code: last.code, stdout: last.stdout }).toEqual({ code: 0, stdout: "" });
    const page = partsIn(project.read("reports/shop.html")).get("history/0") as HistoryPart;
    expect(page).toMatchObject({
      suite: "shop",
      runs: [
        { label: "gpt-5.4", traffic: "live", passed: 2, failed: 0, errored: 0, pass_rate: 1 },
        { label: "gpt-5.4-mini", cases: { refund: { passed: 1, trials: 1 } } },
      ],
    });

    const shown = await project.swarmEval(["history"]);
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: "" });
    expect(shown.stdout.match(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}gpt-5\.4/gm)).toHaveLength(2);

    // From results, it is the same to the last number.
    const rebuilt = await project.swarmEval(["history", "--rebuild"]);
    expect(rebuilt.stderr).toContain("1 run added");
    await project.swarmEval(["report", "reports/shop.json", "--reporter", "html"]);
    const again = partsIn(project.read("reports/shop.html")).get("history/0") as HistoryPart;
    expect(again.runs).toEqual(page.runs.slice(1));
  });

  it("is asked for by the config as well, and keeps nothing otherwise", async () => {
    const { project, run } = await shop();
    await run();
    expect(existsSync(join(project.directory, HISTORY))).toBe(false);
    project.write("swarm-eval.config.js", "export default { history: true };");
    await run();
    expect((await project.swarmEval(["history", "shop"])).stdout).toMatch(/^shop\n/);
  });

  it("plays nothing where the history is broken", async () => {
    const { project, run } = await shop({ [HISTORY]: "This is no database, but long enough." });
    const { code, stderr } = await run("--history");
    expect(code).toBe(2);
    expect(stderr).toContain(`${HISTORY} cannot be used: file is not a database. It is broken`);
    expect(existsSync(join(project.directory, "reports/shop.json"))).toBe(false);
  });
});

describe("history", () => {
  const refund = (passes: boolean, text = "as ever") => ({
    ...played("refund", 2, [
      trial({ checks: [check(passes ? "passed" : "failed", "output", 1, "")] }),
    ]),
    fingerprint: text,
  });

  it("shows runs by their time, and what was flaky in them", async () => {
    const project = newProject({});
    const errored = played("refund", 2, [
      trial({ error: { kind: "api", message: "503" }, cost: null }),
    ]);
    write(project, "runs/4.json", 4, [greeting, errored], { variant: "terse" });
    // A case that said something else then does not count.
    write(project, "runs/1.json", 1, [greeting, refund(false, "before")]);
    write(project, "runs/2.json", 2, [greeting, refund(false)]);
    write(project, "runs/3.json", 3, [greeting, refund(true)], { traffic: "live" });
    const { code, stdout, stderr } = await project.swarmEval(["history", "runs"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `4 runs added to ${HISTORY}.\n` });
    expect(stdout).toMatchInlineSnapshot(`
      "airline
      run (UTC)         model    traffic  trials                 pass rate (95 %)     cost    p50  flaky
      2026-03-01 09:30  gpt-5.4  replay   1 passed, 1 failed    50 % (9.5–90.5 %)  $0.0043  1.3 s      0
      2026-03-02 09:30  gpt-5.4  replay   1 passed, 1 failed    50 % (9.5–90.5 %)  $0.0043  1.3 s      0
      2026-03-03 09:30  gpt-5.4  live     2 passed             100 % (34.2–100 %)  $0.0043  1.3 s      0
      2026-03-04 09:30  terse    replay   1 passed, 1 errored  100 % (20.7–100 %)  unknown  1.3 s      0
      Flaky over these runs, by trials that passed: refund 1/2.
      "
    `);
  });

  it("reads results of folders, each run once, and leaves out what is no whole suite", async () => {
    const project = newProject({
      "ci/package.json": "{}",
      "ci/airline.baseline.json": "{",
      "ci/node_modules/airline.json": "{",
    });
    write(project, "ci/monday/airline.json", 2);
    write(project, "ci/monday/copy.json", 2);
    write(project, "ci/tuesday/airline.json", 3);
    write(project, "ci/tuesday/airline.partial.json", 4, [greeting], { selected: true });
    write(project, "ci/tuesday/airline.1-of-2.json", 5, [greeting], { shard: { index: 1, of: 2 } });
    write(project, "ci/tuesday/bail.json", 6, [greeting], { stopped: "bail" });
    write(project, "ci/tuesday/torn.json", 7, [greeting, wrongTool]);
    project.write("ci/tuesday/torn.json", project.read("ci/tuesday/torn.json").slice(0, -400));
    write(project, "airline.json", 1);
    const { code, stdout, stderr } = await project.swarmEval(["history", "ci", "airline.json"]);
    expect(code).toBe(0);
    expect(daysIn(stdout)).toEqual(["01", "02", "03"]);
    expect(stderr.replaceAll("ci/tuesday/", "")).toBe(
      "Left out: ci/package.json (no result), airline.1-of-2.json (a shard: merge the shards first), " +
        "airline.partial.json (of some cases only), bail.json (of a run that was stopped) and torn.json (cut off).\n" +
        `3 runs added to ${HISTORY}.\n`,
    );
  });

  it("adds to what there is, or begins anew", async () => {
    const project = newProject({});
    write(project, "one.json", 1);
    write(project, "two.json", 2);
    await project.swarmEval(["history", "one.json"]);
    expect(daysIn((await project.swarmEval(["history", "two.json"])).stdout)).toEqual(["01", "02"]);
    expect(daysIn((await project.swarmEval(["history", "two.json"])).stdout)).toEqual(["01", "02"]);
    const rebuilt = await project.swarmEval(["history", "two.json", "--rebuild"]);
    expect(daysIn(rebuilt.stdout)).toEqual(["02"]);
  });

  it("shows the suites that are named", async () => {
    const project = newProject({});
    write(project, "one.json", 1);
    write(project, "two.json", 2, [greeting], { suite: "shop" });
    const both = await project.swarmEval(["history", "one.json", "two.json"]);
    expect(both.stdout).toMatch(/^airline\n[^]+\n\nshop\n/);
    const shop = await project.swarmEval(["history", "shop"]);
    expect(daysIn(shop.stdout)).toEqual(["02"]);
    const unknown = await project.swarmEval(["history", "bakery"]);
    expect(unknown).toEqual({
      code: 2,
      stdout: "",
      stderr: `There is no result bakery, and ${HISTORY} has no suite of that name. It has airline and shop.\n`,
    });
  });

  it("loses nothing of what several processes add at once", async () => {
    const project = newProject({});
    const days = Array.from({ length: 8 }, (_, index) => index + 1);
    for (const day of days) write(project, `${day}.json`, day);
    const ended = await Promise.all(
      days.map((day) => project.start(["history", `${day}.json`]).finished),
    );
    expect(ended.map(({ code }) => code)).toEqual(days.map(() => 0));
    expect(daysIn((await project.swarmEval(["history"])).stdout)).toHaveLength(days.length);
  });
});

describe("a history that cannot be used", () => {
  const OURS = 0x73_77_65_76;

  function withDatabase(sql: string) {
    const project = newProject({ "reports/README": "" });
    const database = new DatabaseSync(join(project.directory, HISTORY));
    database.exec(sql);
    database.close();
    write(project, "reports/airline.json", 1);
    return project;
  }

  const versions = `PRAGMA application_id = ${OURS}; PRAGMA user_version = 7; CREATE TABLE runs (run)`;

  it.each([
    ["of another version", versions, "is of version 7, and this swarm-eval has version 1."],
    [
      "of something else",
      "CREATE TABLE runs (run)",
      "is a database of something else. Name another directory with --output.",
    ],
  ])("is told of: one %s", async (_, sql, sentence) => {
    const project = withDatabase(sql);
    const { code, stdout, stderr } = await project.swarmEval(["history", "reports"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`${HISTORY} ${sentence}`);
    const page = await project.swarmEval(["report", "reports/airline.json", "--reporter", "html"]);
    expect(page.code).toBe(0);
    expect(page.stderr).toContain(sentence);
    expect([...partsIn(project.read("reports/airline.html")).keys()]).not.toContain("history/0");
  });

  it("is made anew from results if it is ours, and left alone if not", async () => {
    const old = withDatabase(versions);
    const broken = newProject({ [HISTORY]: "This is no database, but long enough." });
    write(broken, "reports/airline.json", 1);
    for (const project of [old, broken]) {
      const { code, stdout } = await project.swarmEval(["history", "--rebuild"]);
      expect({ code, days: daysIn(stdout) }).toEqual({ code: 0, days: ["01"] });
    }
    const foreign = withDatabase("CREATE TABLE runs (run)");
    expect((await foreign.swarmEval(["history", "--rebuild"])).code).toBe(2);
    const database = new DatabaseSync(join(foreign.directory, HISTORY), { readOnly: true });
    expect(database.prepare("SELECT name FROM sqlite_schema").all()).toHaveLength(1);
    database.close();
  });

  it.each([
    [
      ["history"],
      `There is no history ${HISTORY} yet. To begin one: npx swarm-eval run … --history`,
    ],
    [["history", "empty"], "empty has no result of a whole suite."],
    [["history", "some.json"], "some.json: this is not a result"],
  ])("is none at all: %j", async (args, sentence) => {
    const project = newProject({ "empty/README": "", "some.json": "{}" });
    const { code, stdout, stderr } = await project.swarmEval(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(existsSync(join(project.directory, HISTORY))).toBe(false);
  });
});
