import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { unpackedPage } from "../reports/unpacked-page.ts";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";
import { SHOP, shopModel } from "../cli/shop.ts";

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly [run: Step, upload: Step, comment: Step] };
}

const ROOT = resolve(".");
const { inputs, runs } = parse(readFileSync("action.yml", "utf8")) as Action;
const [run, upload, comment] = runs.steps;

type Variables = Readonly<Record<string, string>>;

/** Runs a step of the action as a runner does: in bash, with its expressions filled in. */
async function step(project: Project, { run: script = "", env = {} }: Step, given: Variables = {}) {
  const values: Variables = {
    "runner.temp": project.directory,
    "github.workflow": "evals",
    "github.job": "replay",
    "github.token": "t0ken",
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [`inputs.${name}`, input.default]),
    ),
    ...given,
  };
  const filled = (text: string): string => {
    const once = text.replaceAll(
      /\$\{\{ (.*?) \}\}/g,
      (_, name: string) => values[name] ?? `no ${name}`,
    );
    return once === text ? text : filled(once);
  };
  const environment = {
    PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
    HOME: project.directory,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION_PATH: ROOT,
    GITHUB_STEP_SUMMARY: join(project.directory, "step-summary.md"),
    GITHUB_OUTPUT: join(project.directory, "output.txt"),
    GITHUB_EVENT_PATH: join(project.directory, "event.json"),
    GITHUB_REPOSITORY: "ann/shop",
    GITHUB_RUN_ID: "77",
    ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)])),
    ...Object.fromEntries(Object.entries(given).filter(([name]) => /^[A-Z]/.test(name))),
  };
  return new Promise<{ code: number; stdout: string; stderr: string }>((done) =>
    execFile(
      "bash",
      ["-c", script],
      { cwd: project.directory, env: environment },
      (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), stdout, stderr }),
    ),
  );
}

/** A project that has installed swarm-eval, with a recorded suite. */
async function shop(): Promise<Project> {
  const greeting = { id: "greeting", user: "Hi!", expect: { agent: "Triage" } };
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(greeting),
    "event.json": JSON.stringify({ pull_request: { number: 3 } }),
  });
  mkdirSync(join(project.directory, "node_modules/.bin"));
  symlinkSync(
    "../swarm-eval/bin/swarm-eval.js",
    join(project.directory, "node_modules/.bin/swarm-eval"),
  );
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const online = { OPENAI_BASE_URL: server.baseUrl };
  await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], online);
  return project;
}

const CASES = { "inputs.cases": "evals/*.jsonl" };

it("plays suites, and keeps the summary, the reports and the exit code", async () => {
  const project = await shop();
  project.write("step-summary.md", "An earlier step.\n");
  const { code, stdout } = await step(project, run, CASES);
  expect({ code, output: project.read("output.txt") }).toEqual({
    code: 0,
    output: "exit-code=0\n",
  });
  expect(stdout).toContain("1 passed");
  const summary = project.read("swarm-eval-summary.md");
  expect(summary).toMatch(/^### ✅ shop\n/);
  expect(project.read("step-summary.md")).toBe(`An earlier step.\n${summary}`);
  for (const report of ["shop.json", "shop.junit.xml"])
    expect(project.read(`reports/${report}`)).toContain("greeting");
  expect(unpackedPage(project.read("reports/shop.html"))).toContain("greeting");
});

it("fails as the run does, with annotations on the lines of cases", async () => {
  const project = await shop();
  project.write("evals/shop.jsonl", project.read("evals/shop.jsonl").replace("Triage", "Refunds"));
  const { code, stdout } = await step(project, run, {
    ...CASES,
    "inputs.args": "--bail 1 -t greeting",
  });
  expect({ code, output: project.read("output.txt") }).toEqual({
    code: 1,
    output: "exit-code=1\n",
  });
  expect(stdout).toMatch(/^::error file=evals\/shop.jsonl,line=1,title=greeting/m);
  expect(project.read("swarm-eval-summary.md")).toMatch(/^### ❌ shop\n/);
});

it("takes nothing of its inputs for a command", async () => {
  const project = await shop();
  const { code } = await step(project, run, {
    ...CASES,
    "inputs.args": "; touch made $(touch made) `touch made`",
  });
  expect(code).toBe(2);
  expect(() => project.read("made")).toThrow("ENOENT");
});

it("uploads the reports and comments, whatever the run came to", () => {
  expect(upload).toMatchObject({
    if: "always() && inputs.artifact != ''",
    uses: expect.stringMatching(/^actions\/upload-artifact@v\d+$/),
    with: { path: "${{ inputs.working-directory }}/reports" },
  });
  expect(comment.if).toBe("always() && inputs.comment == 'true'");
});

interface Comment {
  readonly id: number;
  body: string;
}

/** Plays GitHub's API for the comments of one pull request, a page of which has 100. */
async function gitHub(comments: Comment[], status = 200) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = "", url = "" } = request;
      const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
      asked.push(`${method} ${pathname}`);
      expect(request.headers.authorization).toBe("Bearer t0ken");
      const { body } = JSON.parse(Buffer.concat(chunks).toString() || "{}") as { body: string };
      const page = Number(searchParams.get("page"));
      if (method === "POST") comments.push({ id: comments.length + 1, body });
      const own = comments.find(({ id }) => pathname.endsWith(`/comments/${id}`));
      if (method === "PATCH" && own !== undefined) own.body = body;
      response.writeHead(status, { "content-type": "application/json" });
      response.end(
        JSON.stringify(method === "GET" ? comments.slice((page - 1) * 100, page * 100) : {}),
      );
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { asked, GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A pull request whose run has this summary. */
function pullRequest(summary: string, event: object = { pull_request: { number: 3 } }): Project {
  return newProject({ "swarm-eval-summary.md": summary, "event.json": JSON.stringify(event) });
}

const OF_THE_PULL_REQUEST = "/repos/ann/shop/issues/3/comments";

it("comments once, and updates that comment, behind however many others", async () => {
  const comments = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, body: "Nice." }));
  const { asked, GITHUB_API_URL } = await gitHub(comments);
  const project = pullRequest("### ✅ shop\n");
  expect(await step(project, comment, { GITHUB_API_URL })).toMatchObject({
    code: 0,
    stdout: "Commented.\n",
  });
  project.write("swarm-eval-summary.md", "### ❌ shop\n");
  expect(await step(project, comment, { GITHUB_API_URL })).toMatchObject({
    code: 0,
    stdout: "Updated the comment.\n",
  });
  expect(comments.slice(100)).toEqual([
    { id: 101, body: "<!-- swarm-eval evals%2Freplay -->\n### ❌ shop\n" },
  ]);
  const pages = [`GET ${OF_THE_PULL_REQUEST}`, `GET ${OF_THE_PULL_REQUEST}`];
  expect(asked).toEqual([
    ...pages,
    `POST ${OF_THE_PULL_REQUEST}`,
    ...pages,
    "PATCH /repos/ann/shop/issues/comments/101",
  ]);
});

it("leaves the comments of other jobs alone", async () => {
  const comments: Comment[] = [];
  const { GITHUB_API_URL } = await gitHub(comments);
  for (const key of ["a", "a-->", "b"])
    await step(pullRequest(`${key}\n`), comment, { GITHUB_API_URL, "inputs.comment-key": key });
  expect(comments.map(({ body }) => body.split("\n")[1])).toEqual(["a", "a-->", "b"]);
});

it.each([
  ["a fork may not write", 403, "was answered with 403. The job needs the permission"],
  ["GitHub is down", 502, "was answered with 502.\n"],
])("does not fail where %s, and says so", async (_, status, reason) => {
  const { GITHUB_API_URL } = await gitHub([], status);
  const { code, stdout } = await step(pullRequest("### ✅ shop\n"), comment, { GITHUB_API_URL });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^::warning title=No comment::GET issues/);
  expect(stdout).toContain(reason);
});

it.each([
  ["what is no pull request", pullRequestOf({ ref: "refs/heads/main" }), "This is no pull request"],
  [
    "a run without a summary",
    pullRequestOf({ pull_request: { number: 3 } }, "\n"),
    "There is no summary",
  ],
])("asks nothing for %s", async (_, make, said) => {
  const { asked, GITHUB_API_URL } = await gitHub([]);
  const { code, stdout } = await step(make(), comment, { GITHUB_API_URL });
  expect({ code, asked }).toEqual({ code: 0, asked: [] });
  expect(stdout).toContain(said);
});

function pullRequestOf(event: object, summary = "### ✅ shop\n"): () => Project {
  return () => pullRequest(summary, event);
}

it("cuts a summary that GitHub would not take, between its folds", async () => {
  const comments: Comment[] = [];
  const { GITHUB_API_URL } = await gitHub(comments);
  const fold = (size: number) =>
    `<details><summary>x</summary>\n\n${"x".repeat(size)}\n\n</details>`;
  const summary = ["### ❌ shop", fold(50_000), fold(50_000)].join("\n\n");
  await step(pullRequest(summary), comment, { GITHUB_API_URL });
  expect(comments[0]?.body.length).toBeLessThan(65_536);
  expect(comments[0]?.body).toMatch(
    /x\n\n<\/details>\n\nThe rest is in the \[summary of the run\]\(https:\/\/github.com\/ann\/shop\/actions\/runs\/77\)\.\n$/,
  );
});
