import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

interface Repository extends Project {
  /** Runs the command line in a folder of the repository. */
  at(folder: string, ...args: string[]): Promise<Finished>;
  has(path: string): boolean;
}

async function repository(files: Readonly<Record<string, string>>): Promise<Repository> {
  const project = newProject({ "deep/er/.keep": "", ...files });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  return {
    ...project,
    at: (folder, ...args) => project.swarmEvalIn(folder, args, { OPENAI_BASE_URL: server.baseUrl }),
    has: (path) => existsSync(join(project.directory, path)),
  };
}

const SHOP_FILES = { "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(GREETING) };
const CONFIG = { "swarm-eval.config.mjs": 'export default { suites: ["evals/shop.jsonl"] };' };
const RECORD = ["--traffic", "record"];

/** What does not differ between two runs. */
function outcome(project: Project, file: string): Partial<SuiteResult> {
  const {
    started_at: _,
    duration_ms: __,
    ...result
  } = JSON.parse(project.read(file)) as SuiteResult;
  return { ...result, cases: [] };
}

describe("a folder below the project", () => {
  it.each<[sentence: string, files: Record<string, string>, folder: string, file: string]>([
    ["of a package, in its evals", {}, "evals", "shop.jsonl"],
    ["of a package, beside its evals", {}, "deep/er", "../../evals/shop.jsonl"],
    ["of a config", CONFIG, "deep/er", "../../evals/shop.jsonl"],
  ])("plays as its root does: %s", async (_, files, folder, file) => {
    const repo = await repository({ ...SHOP_FILES, ...files });
    expect((await repo.at(".", "run", "evals/shop.jsonl", ...RECORD)).code).toBe(0);
    const atRoot = outcome(repo, "reports/shop.json");
    expect(atRoot).toMatchObject({ case_file: "evals/shop.jsonl", agents_module: "evals/shop.ts" });
    repo.remove("reports");
    const { code, stderr } = await repo.at(folder, "run", file);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(outcome(repo, "reports/shop.json")).toEqual({ ...atRoot, traffic: "replay" });
    expect([repo.has(`${folder}/reports`), repo.has(`${folder}/fixtures`)]).toEqual([false, false]);
    expect((await repo.at(".", "run", "evals/shop.jsonl", "--last-failed")).stderr).toContain(
      "Nothing failed in the last run of evals/shop.jsonl",
    );
  });

  it("plays the suites of the config above it, until the repository ends", async () => {
    const repo = await repository({ ...SHOP_FILES, ...CONFIG });
    expect((await repo.at("deep/er", "run", ...RECORD)).code).toBe(0);
    expect(repo.has("fixtures/shop/greeting.1.jsonl")).toBe(true);
    repo.write("deep/.git/HEAD", "");
    const { code, stderr } = await repo.at("deep/er", "run");
    expect(code).toBe(2);
    expect(stderr).toContain("There is nothing to play.");
  });

  it("has commands and places that are right from there", async () => {
    const failing = { ...GREETING, expect: { output: { contains: "Goodbye" } } };
    const repo = await repository({ ...SHOP_FILES, ...CONFIG, "evals/shop.jsonl": jsonl(failing) });
    await repo.at(".", "run", ...RECORD);
    const failed = await repo.at("deep", "run");
    expect(failed.stdout).toContain("FAILED  greeting  ../evals/shop.jsonl:1\n");
    repo.remove("fixtures");
    const missed = await repo.at("deep", "run");
    const [, command = ""] =
      /^To record all that missed: npx swarm-eval (.*)$/m.exec(missed.stderr) ?? [];
    expect(command).toBe("run ../evals/shop.jsonl --last-failed --traffic update");
    expect((await repo.at("deep", ...command.split(" "))).code).toBe(1);
    expect(repo.has("fixtures/shop/greeting.1.jsonl")).toBe(true);
    const listed = await repo.at("deep", "recordings");
    expect(listed.stdout).toContain("../evals/shop.jsonl: 1 recording in ../fixtures/shop");
    await repo.at("deep", "report", "../reports/shop.json", "--reporter", "junit");
    expect(repo.read("reports/shop.junit.xml")).toContain('file="evals/shop.jsonl"');
  });
});

describe("a folder below a package, from which npm starts the command in the package's", () => {
  // As npm 10 and 11 do it: `npx` in a workspace, and `npm run` everywhere.
  it.each([
    ["the case file", ["run", "shop.jsonl"], "case file shop.jsonl", "evals/shop.jsonl"],
    ["a result", ["report", "shop.json"], "result shop.json", "evals/shop.json"],
    [
      "the agents module",
      ["run", "evals/shop.jsonl", "--agents", "../agents/desk.ts"],
      "agents module ../agents/desk.ts",
      "agents/desk.ts",
    ],
    [
      "the config",
      ["run", "--config", "own.config.ts"],
      "config own.config.ts",
      "evals/own.config.ts",
    ],
  ])("is told how %s is named", async (_, args, what, name) => {
    const repo = await repository({
      "packages/a/package.json": "{}",
      "packages/a/evals/shop.jsonl": jsonl(GREETING),
      "packages/a/evals/own.config.ts": "export default {};",
      "packages/a/evals/shop.json": "{}",
      "packages/a/agents/desk.ts": SHOP,
    });
    const started = join(repo.directory, "packages/a");
    const called = join(started, "evals");
    const { code, stderr } = await repo.swarmEvalIn("packages/a", args, { INIT_CWD: called });
    expect(code).toBe(2);
    expect(stderr).toContain(`There is no ${what} in ${started}.`);
    expect(stderr).toContain(
      ` npm started this command there, and not in ${called}, which has one: name it ${name}.\n`,
    );
  });
});

describe("the paths of a config", () => {
  it.each([
    ["itself", "{}", "tools"],
    ["its root", '{ root: ".." }', "."],
  ])("are relative to %s, wherever it is named from", async (_, config, root) => {
    const at = (path: string): string => join(root, path);
    const repo = await repository({
      "tools/swarm-eval.config.mjs": `export default { suites: ["evals/shop.jsonl"], output: "out", ...${config} };`,
      [at("evals/shop.ts")]: SHOP,
      [at("evals/shop.jsonl")]: jsonl(GREETING),
      [at(".env")]: "OPENAI_API_KEY=sk-of-the-root",
    });
    const named = ["--config", "../../tools/swarm-eval.config.mjs"];
    const { code, stderr } = await repo.at("deep/er", "run", ...named, ...RECORD);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(repo.has(at("fixtures/shop/greeting.1.jsonl"))).toBe(true);
    expect(outcome(repo, at("out/shop.json")).case_file).toBe("evals/shop.jsonl");
    expect((await repo.at("deep/er", "run", ...named)).code).toBe(0);
  });
});

it("the config of a case file's package, if it is not in use, is named where agents are missing", async () => {
  const repo = await repository({
    "agents/desk.ts": SHOP,
    "swarm-eval.config.mjs": "export default {};",
    "p2/swarm-eval.config.mjs": 'export default { agents: "../agents/desk.ts" };',
    "p2/cases/shop.jsonl": jsonl(GREETING),
    "cases/shop.jsonl": jsonl(GREETING),
  });
  const ofPackage = await repo.at(".", "validate", "p2/cases/shop.jsonl");
  expect(ofPackage.code).toBe(2);
  expect(ofPackage.stderr).toContain(
    "name another with --agents, or as the suite's agents in swarm-eval.config.mjs. Its package has a config, which may name it: --config p2/swarm-eval.config.mjs\n",
  );
  const named = ["--config", "p2/swarm-eval.config.mjs"];
  expect((await repo.at(".", "validate", "p2/cases/shop.jsonl", ...named)).code).toBe(0);
  const { stderr } = await repo.at(".", "validate", "cases/shop.jsonl");
  expect(stderr).toMatch(/or as the suite's agents in swarm-eval\.config\.mjs\.\n$/);
});

describe("the variables in .env", () => {
  const AGENTS = SHOP.replace(
    "export default",
    "console.log(process.env.OF_HERE, process.env.SHARED);\nexport default",
  );

  it("are those of the working directory, then those of the package", async () => {
    const repo = await repository({
      "packages/a/package.json": "{}",
      "packages/a/evals/shop.mts": AGENTS,
      "packages/a/evals/shop.jsonl": jsonl(GREETING),
      "packages/a/.env": "OF_HERE=package\nSHARED=package",
      ".env": "SHARED=root",
    });
    for (const [folder, file, seen] of [
      [".", "packages/a/evals/shop.jsonl", "package root"],
      ["packages/a/evals", "shop.jsonl", "package package"],
    ] as const) {
      const { stdout } = await repo.at(folder, "validate", file);
      expect(stdout).toContain(`${seen}\n`);
    }
  });
});

describe("suites of one file name", () => {
  const PACKAGES = {
    "packages/a/evals/chat.ts": SHOP,
    "packages/a/evals/chat.jsonl": jsonl(GREETING),
    "packages/b/evals/chat.ts": SHOP,
    "packages/b/evals/chat.jsonl": jsonl({ ...GREETING, user: "Hi, b!" }),
  };

  it("are told apart by their names in the config", async () => {
    const repo = await repository({
      ...PACKAGES,
      "swarm-eval.config.mjs": `export default { suites: [
        "packages/a/evals/chat.jsonl", { name: "b-chat", cases: "packages/b/evals/chat.jsonl" }] };`,
    });
    expect((await repo.at(".", "run", ...RECORD)).code).toBe(0);
    const files = ["fixtures/chat", "fixtures/b-chat", "reports/chat.json", "reports/b-chat.json"];
    expect(files.filter((file) => !repo.has(file))).toEqual([]);
    const again = await repo.at("packages/b", "run", "evals/chat.jsonl");
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: "" });
    expect(outcome(repo, "reports/b-chat.json")).toMatchObject({ suite: "b-chat" });
    expect((await repo.at("packages/a", "run", "b-chat")).code).toBe(0);
  });

  it("are refused if they would share files, also where only one of them is played", async () => {
    const repo = await repository({
      ...PACKAGES,
      "swarm-eval.config.mjs": 'export default { suites: ["packages/*/evals/chat.jsonl"] };',
    });
    const { code, stderr } = await repo.at("packages/a", "run", "evals/chat.jsonl");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'evals/chat.jsonl and ../b/evals/chat.jsonl would share the recordings and reports of "chat". Give one a name of its own in the config, such as { name: "a-chat", cases: "packages/a/evals/chat.jsonl" }, or rename its file.\n',
    });
  });

  it("share nothing in packages of their own", async () => {
    const manifests = { "packages/a/package.json": "{}", "packages/b/package.json": "{}" };
    const config = 'export default { suites: ["packages/*/evals/chat.jsonl"] };';
    for (const more of [{}, { "swarm-eval.config.mjs": config }]) {
      const repo = await repository({ ...PACKAGES, ...manifests, ...more });
      const files = ["packages/a/evals/chat.jsonl", "packages/b/evals/chat.jsonl"];
      expect((await repo.at(".", "run", ...files, ...RECORD)).code).toBe(0);
      for (const name of ["a", "b"])
        expect(
          repo.has(`packages/${name}/reports/chat.json`) &&
            repo.has(`packages/${name}/fixtures/chat`),
        ).toBe(true);
      expect((await repo.at(".", "run", ...files)).code).toBe(0);
    }
  });

  it("are told apart in reports by their paths, and only where another has that name", async () => {
    const repo = await repository({
      ...PACKAGES,
      "packages/a/package.json": "{}",
      "packages/b/package.json": "{}",
      "packages/b/evals/other.ts": SHOP,
      "packages/b/evals/other.jsonl": jsonl(GREETING),
    });
    const files = ["a/evals/chat", "b/evals/chat", "b/evals/other"].map(
      (name) => `packages/${name}.jsonl`,
    );
    const reporters = ["--reporter", "junit,csv,html"];
    expect((await repo.at(".", "run", ...files, ...RECORD, ...reporters)).code).toBe(0);
    for (const [report, title] of [
      ["a/reports/chat", files[0]],
      ["b/reports/chat", files[1]],
      ["b/reports/other", "other"],
    ]) {
      const read = (ending: string): string => repo.read(`packages/${report}.${ending}`);
      expect(read("junit.xml")).toContain(`<testsuite name="${title}"`);
      expect(read("junit.xml")).toContain(`<testcase name="greeting" classname="${title}"`);
      expect(read("csv")).toContain(`\n${title},greeting,`);
      expect(read("html")).toContain(`<title>${title}</title>`);
    }
    expect(outcome(repo, "packages/a/reports/chat.json").suite).toBe("chat");
    const models = ["--model-override", "gpt-5.4,gpt-5.4-mini"];
    const { stdout } = await repo.at(".", "compare", ...files, ...models, ...RECORD);
    expect(stdout.match(/^.*(?=: 1 case$)/gm)).toEqual([files[0], files[1], "other"]);
  });

  it.each([
    [
      "is no file's name",
      '{ name: "a/b", cases: "evals/shop.jsonl" }',
      'suites[0].name: "a/b" cannot be the name of a file.',
    ],
    [
      "stands for several",
      '{ name: "all", cases: "evals/*.jsonl" }',
      "suites[0]: evals/*.jsonl fits 2 case files, and one name cannot stand for all. List those that need one by themselves.",
    ],
  ])("get no name that %s", async (_, suite, message) => {
    const repo = await repository({
      ...SHOP_FILES,
      "evals/more.jsonl": jsonl(GREETING),
      "swarm-eval.config.mjs": `export default { suites: [${suite}] };`,
    });
    const { code, stderr } = await repo.at("evals", "run");
    expect({ code, stderr }).toEqual({ code: 2, stderr: `../swarm-eval.config.mjs: ${message}\n` });
  });
});
