import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { newProject } from "../support/project.ts";
import type { Project } from "../support/project.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");

/** The program or output of the block that holds this text. */
function block(language: string, text: string): string {
  const found = readme
    .split(/^```/m)
    .filter((_, index) => index % 2 === 1)
    .filter((fenced) => fenced.startsWith(`${language}\n`) && fenced.includes(text));
  expect(found, `one block of ${language} with ${text}`).toHaveLength(1);
  return found[0]!.slice(language.length + 1);
}

/** A command of the README, and what it says that this prints. */
function shown(text: string): { readonly args: readonly string[]; readonly printed: string } {
  const [command = "", ...lines] = block("console", text).split("\n");
  const args = command.replace("$ npx swarm-eval ", "").split(" ");
  return { args, printed: lines.join("\n") };
}

/** Without what differs from run to run: how long all took, which ends the line of the sums. */
function steady(text: string): string {
  return text.replaceAll(/(\$[\d.]+) · \d+(?:\.\d+)? m?s$/gm, "$1 · …");
}

async function example(): Promise<Project> {
  const project = newProject({});
  expect((await project.swarmEval(["init", "--ci"])).code).toBe(0);
  project.write("evals/example.ts", block("ts", "serviceDesk"));
  project.write("evals/example.jsonl", block("json", '"id":"refund"'));
  return project;
}

it("begins a program by line 45", () => {
  expect(readme.split("\n").indexOf("```ts")).toBeLessThan(45);
});

it("shows the output of the airline suite, with lines left out", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`${root}bin/swarm-eval.js`, "run", "evals/airline.jsonl"],
    { cwd: root, env: { PATH: process.env["PATH"] } },
  );
  const { printed } = shown("airline.jsonl");
  for (const part of steady(printed).split("…\n")) expect(steady(stdout)).toContain(part.trim());
});

describe("the example", () => {
  it("plays as shown", async () => {
    const project = await example();
    const { args, printed } = shown("greeting  passed");
    const { stdout, code } = await project.swarmEval(args);
    expect(steady(stdout)).toBe(steady(printed));
    expect(code).toBe(0);
  });

  it("takes the case of several turns", async () => {
    const project = await example();
    project.write("evals/example.jsonl", block("json", '"turns"'));
    const { stdout, stderr } = await project.swarmEval(["validate", "evals/example.jsonl"]);
    expect({ stdout, stderr }).toEqual({
      stdout: "evals/example.jsonl: 1 case, played against evals/example.ts\n",
      stderr: "",
    });
  });

  it("fails as shown where another order is expected", async () => {
    const project = await example();
    const cases = project.read("evals/example.jsonl");
    project.write("evals/example.jsonl", cases.replace('{"order":"A7"}', '{"order":"A8"}'));
    const { args, printed } = shown("1 failed");
    const { stdout, code } = await project.swarmEval(args);
    expect(steady(stdout)).toBe(steady(printed));
    expect(code).toBe(1);
  });

  it("misses as shown where a prompt was changed", async () => {
    const project = await example();
    const agents = project.read("evals/example.ts");
    project.write(
      "evals/example.ts",
      agents.replace("Refund orders. ", "Refund orders that were delivered. "),
    );
    const { args, printed } = shown("1 errored");
    const { stdout, code } = await project.swarmEval(args);
    expect(steady(stdout)).toBe(steady(printed));
    expect(code).toBe(3);
  });

  it("is what init writes", async () => {
    const project = newProject({});
    await project.swarmEval(["init"]);
    const withoutSpace = (code: string): string =>
      code.replaceAll(/^\/\*\*[^]*?\*\/\n(?=export default)/gm, "").replaceAll(/\s+/g, " ");
    expect(withoutSpace(project.read("evals/example.ts"))).toBe(
      withoutSpace(block("ts", "serviceDesk")),
    );
    expect(project.read("evals/example.jsonl")).toBe(block("json", '"id":"refund"'));
  });

  it("is played in CI by the workflow that init writes", async () => {
    const project = await example();
    expect(project.read(".github/workflows/evals.yml")).toBe(block("yaml", "workflow_dispatch"));
  });

  it("is gated as shown", async () => {
    const project = await example();
    const blessed = await project.swarmEval(["run", "evals/example.jsonl", "--bless"]);
    expect(blessed.stdout).toContain("Blessed 2 cases in reports/example.baseline.json");
    const gate = ["--baseline", "reports/example.baseline.json"];
    const held = await project.swarmEval(["run", "evals/example.jsonl", ...gate]);
    expect(held.stdout).toContain("no regression");
    expect(held.code).toBe(0);
  });
});

it("shows a config that is one", async () => {
  const project = await example();
  project.write("swarm-eval.config.ts", block("ts", "defineConfig"));
  const greeting = project.read("evals/example.jsonl").split("\n")[1] ?? "";
  project.write("imported/hello.jsonl", greeting);
  project.write(
    "fixtures/hello/greeting.1.jsonl",
    project.read("fixtures/example/greeting.1.jsonl"),
  );
  const { stdout, code } = await project.swarmEval(["run", "--trials", "1"]);
  expect(stdout).toContain("2 passed");
  expect(stdout).toContain("2 of 2 suites passed");
  expect(existsSync(`${project.directory}/reports/example.html`)).toBe(true);
  expect(code).toBe(0);
});

it("shows a program that answers by itself", async () => {
  const program = `${block("ts", "scriptedClient")}
    console.log(JSON.stringify([messages.at(-2).content, messages.at(-1).content, last.name, contextVariables]));
    console.log(JSON.stringify(client.requests[0].tools));`;
  const project = newProject({ "app.ts": program });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "swarm-eval/register", "app.ts"],
    { cwd: project.directory },
  );
  const [said, tools] = stdout.trim().split("\n") as [string, string];
  expect(JSON.parse(said)).toEqual(["21 °C in Lima", "It is 21 °C in Lima.", "Weather", {}]);
  expect(JSON.parse(tools)[0].function).toMatchObject({
    name: "temperature",
    description: "Says how warm it is.",
    parameters: { properties: { unit: { enum: ["C", "F"] } }, required: ["city"] },
  });
});

it("names no flag and no file that is not there", async () => {
  const project = newProject({});
  const helps = await Promise.all(
    ["run", "compare", "chat", "init"].map((name) => project.swarmEval([name, "--help"])),
  );
  const known = new Set(helps.flatMap(({ stdout }) => stdout.match(/--[a-z][a-z-]+/g) ?? []));
  const foreign = new Set(["--import"]);
  const named = new Set(
    readme.replace(/^```yaml[^]*?^```/m, "").match(/(?<=[\s`])--[a-z][a-z-]+/g),
  );
  expect([...named].filter((flag) => !known.has(flag) && !foreign.has(flag))).toEqual([]);
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link]) => link!);
  expect(links.filter((link) => !existsSync(root + link))).toEqual([]);
  expect(links.length).toBeGreaterThan(0);
});
