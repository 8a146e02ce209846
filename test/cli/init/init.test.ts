import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";

/** A directory in which this package can be found, and nothing else is. */
function emptyDirectory(): Project {
  const project = newProject({});
  rmSync(join(project.directory, "package.json"));
  return project;
}

it("writes an example that passes, offline and without a key", async () => {
  const project = emptyDirectory();
  const { code, stdout, stderr } = await project.start(["init"]).finished;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatchInlineSnapshot(`
    "wrote evals/example.mts
    wrote evals/example.jsonl
    wrote fixtures/example/greeting.1.jsonl
    wrote fixtures/example/refund.1.jsonl
    wrote .gitattributes
    wrote .gitignore
    wrote .vscode/settings.json

    Next, from its recordings, without a key or the network:
      npx swarm-eval run evals/example.jsonl

    Then change evals/example.mts or its cases, and record what the model answers, with OPENAI_API_KEY from the environment or .env.
    No model answered the recordings that are there, so delete them first:
      rm -r fixtures/example
      npx swarm-eval run evals/example.jsonl --traffic record
    "
  `);
  const next = stdout.split("\n").find((line) => line.includes("npx swarm-eval")) ?? "";
  const played = await project.start(next.trim().split(" ").slice(2)).finished;
  expect({ code: played.code, stderr: played.stderr }).toEqual({ code: 0, stderr: "" });
  expect(played.stdout).toContain("2 passed");
});

it("touches all of the example's swarm", async () => {
  const project = emptyDirectory();
  await project.swarmEval(["init"]);
  const args = ["run", "evals/example.jsonl", "--min-coverage", "100"];
  expect((await project.swarmEval(args)).code).toBe(0);
});

it.each([
  ["of CommonJS", '{"type":"commonjs"}'],
  ["that does not say", "{}"],
])("writes an example that passes in a package %s", async (_, manifest) => {
  const project = emptyDirectory();
  project.write("package.json", manifest);
  const { stdout } = await project.swarmEval(["init"]);
  expect(stdout).toContain("wrote evals/example.mts\n");
  const { code, stderr } = await project.swarmEval(["run", "evals/example.jsonl"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

it("writes a module by its usual name where the package says that it has modules", async () => {
  const project = newProject({ "package.json": '{"type":"module"}' });
  const { stdout } = await project.swarmEval(["init"]);
  expect(stdout).toContain("wrote evals/example.ts\n");
});

it("is recorded anew by the commands that it names", async () => {
  const server = await startStandIn(() => ({ say: "Good day!" }));
  onTestFinished(() => server.close());
  const project = emptyDirectory();
  const { stdout } = await project.swarmEval(["init"]);
  const [remove, record] = stdout.trimEnd().split("\n").slice(-2);
  project.remove(remove?.replace("rm -r", "").trim() ?? "");
  project.write(".env", `OPENAI_BASE_URL=${server.baseUrl}\nOPENAI_API_KEY=sk-of-mine\n`);
  const args = record?.trim().split(" ").slice(2) ?? [];
  const { code } = await project.swarmEval([...args, "-t", "greeting"]);
  expect(code).toBe(0);
  expect(project.read("fixtures/example/greeting.1.jsonl")).toContain("Good day!");
});

it("writes a workflow where that is asked for", async () => {
  const project = emptyDirectory();
  const { stdout } = await project.swarmEval(["init", "--ci"]);
  expect(stdout).toContain("wrote .github/workflows/evals.yml\n");
  const workflow = project.read(".github/workflows/evals.yml");
  const replay = /- run: npx swarm-eval (run evals\/\*\.jsonl .*)/.exec(workflow)?.[1] ?? "";
  const args = replay.replace("evals/*.jsonl", "evals/example.jsonl").split(" ");
  const { code } = await project.swarmEval(args, { CI: "true" });
  expect(code).toBe(0);
  expect(project.read("reports/example.junit.xml")).toContain("<testsuites");
  expect(workflow).toContain("OPENAI_API_KEY: ${{ secrets.OPENAI_API_KEY }}");
});

it("overwrites nothing, and writes no half of an example", async () => {
  const project = emptyDirectory();
  project.write("evals/example.js", "mine");
  const { code, stdout } = await project.swarmEval(["init", "--ci"]);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "evals/example.js exists already, so an example was not written: nothing is overwritten.
    wrote .gitattributes
    wrote .gitignore
    wrote .vscode/settings.json
    wrote .github/workflows/evals.yml
    "
  `);
  expect(project.read("evals/example.js")).toBe("mine");
  expect(existsSync(join(project.directory, "fixtures"))).toBe(false);
  const again = await project.swarmEval(["init", "--ci"]);
  expect(again.stdout).toContain(
    ".github/workflows/evals.yml exists already, so a workflow was not written",
  );
});

it("adds to the files of git what they miss, with their line ends, and once", async () => {
  const project = emptyDirectory();
  project.write(".gitignore", "node_modules\r\n.env");
  const { stdout } = await project.swarmEval(["init"]);
  expect(stdout).toContain(
    "wrote .gitattributes\nadded to .gitignore: reports/*, !reports/*.baseline.json\n",
  );
  expect(project.read(".gitignore")).toBe(
    "node_modules\r\n.env\r\nreports/*\r\n!reports/*.baseline.json\r\n",
  );
  expect(project.read(".gitattributes")).toContain(
    "fixtures/** text eol=lf linguist-generated\nfixtures/*/media/* binary\n",
  );
  const before = [".gitignore", ".gitattributes"].map((file) => project.read(file));
  const again = await project.swarmEval(["init"]);
  expect(again.stdout).toBe(
    "evals/example.mts exists already, so an example was not written: nothing is overwritten.\n",
  );
  expect([".gitignore", ".gitattributes"].map((file) => project.read(file))).toEqual(before);
});

it("says how to install what is not there", async () => {
  const project = emptyDirectory();
  rmSync(join(project.directory, "node_modules"), { recursive: true });
  const { stdout } = await project.swarmEval(["init"]);
  expect(stdout).toMatch(/\n {2}npm install --save-dev swarm-eval\n {2}npx swarm-eval run /);
});

it("says where it cannot write", async () => {
  const project = emptyDirectory();
  project.write("evals", "a file");
  const { code, stderr } = await project.swarmEval(["init"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "evals/example.mts could not be written: EEXIST: file already exists, mkdir 'evals'\n",
  });
});

it("has VS Code check cases in JSON by the schema of this package, and keeps other settings", async () => {
  const project = emptyDirectory();
  const settings = () => JSON.parse(project.read(".vscode/settings.json")) as object;
  await project.swarmEval(["init"]);
  const [ours] = (settings() as { "json.schemas": { fileMatch: string[]; url: string }[] })[
    "json.schemas"
  ];
  expect(ours?.fileMatch).toEqual(["*.cases.json"]);
  expect(JSON.parse(project.read(ours?.url ?? ""))).toHaveProperty("definitions.case");

  const own = { fileMatch: ["a.json"], url: "./a.schema.json" };
  const text = `{\n  // Mine.\n  "editor.tabSize": 2,\n  "json.schemas": [${JSON.stringify(own)}],\n}\n`;
  project.write(".vscode/settings.json", text);
  expect((await project.swarmEval(["init"])).stdout).toContain("added to .vscode/settings.json");
  const kept = project.read(".vscode/settings.json");
  expect(kept).toContain("// Mine.");
  expect(kept).toContain('"./a.schema.json"');
  expect(kept).toContain(ours?.url);
  await project.swarmEval(["init"]);
  expect(project.read(".vscode/settings.json")).toBe(kept);

  project.write(".vscode/settings.json", "[");
  expect((await project.swarmEval(["init"])).stdout).toContain("was left as it is");
  expect(project.read(".vscode/settings.json")).toBe("[");
});
