import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";

/** A shop whose only tool runs this code, and a model that calls it once. */
async function shop(code: string) {
  const server = await startStandIn(({ body }) =>
    body.messages.at(-1)?.role === "tool"
      ? { say: "Done." }
      : { calls: [{ name: "act", arguments: {} }] },
  );
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/shop.ts": `import { Agent } from "swarm-eval";
import fs from "node:fs";
function act() { ${code} return "done"; }
export default () => new Agent({ name: "Desk", functions: [act] });`,
    "evals/shop.jsonl": jsonl(
      ...["one", "two"].map((id) => ({
        id,
        user: "Act!",
        expect: { output: { contains: "Done" } },
      })),
    ),
  });
  const run = (...flags: readonly string[]) =>
    project.swarmEval(["run", "evals/shop.jsonl", "--concurrency", "1", ...flags], {
      OPENAI_BASE_URL: server.baseUrl,
    });
  return { project, run };
}

function files({ directory }: Project, ...names: readonly string[]): boolean[] {
  return names.map((name) => existsSync(join(directory, name)));
}

it("stays where it began, wherever a tool goes", async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "swarm-eval-elsewhere-"));
  onTestFinished(() => rmSync(elsewhere, { recursive: true, force: true }));
  const { project, run } = await shop(`process.chdir(${JSON.stringify(elsewhere)});`);
  const reporters = ["--reporter", "table,junit,html,csv"];
  const recorded = await run("--traffic", "record", ...reporters);
  expect(recorded).toMatchObject({ code: 0 });
  expect(recorded.stderr).toContain("Wrote reports/shop.junit.xml, ");
  const names = ["fixtures/shop/one.1.jsonl", "fixtures/shop/two.1.jsonl", "reports/shop.json"];
  expect(files(project, ...names, "reports/shop.html")).toEqual([true, true, true, true]);
  expect(spawnSync("ls", ["-A", elsewhere]).stdout.toString()).toBe("");
  expect(await run(...reporters)).toMatchObject({ code: 0, stderr: recorded.stderr });
});

it.each([
  ["reports", "The result reports/shop.json could not be written: ENOENT"],
  ["fixtures", "The directory fixtures was removed during the run"],
  ["fixtures/shop", "The directory fixtures/shop was removed during the run"],
])("says that %s was removed during the run", async (name, sentence) => {
  const { run } = await shop(
    `fs.rmSync(${JSON.stringify(name)}, { recursive: true, force: true });`,
  );
  const { code, stderr } = await run("--traffic", "record");
  expect(stderr).toContain(sentence);
  expect(stderr).toContain("was removed during the run");
  expect(stderr.toLowerCase()).toContain("find out which tool or program removes it");
  expect(code).toBe(2);
});

it("says what helps where a process has too many files open", async () => {
  const { project, run } = await shop("");
  await run("--traffic", "record");
  project.write(
    "evals/shop.ts",
    project
      .read("evals/shop.ts")
      .replace('return "done"', "for (;;) try { fs.openSync('evals'); } catch { return 'done'; }"),
  );
  const { code, stderr } = await project.start(["run", "evals/shop.jsonl"]).finished;
  expect(stderr).toContain("EMFILE: too many open files, open");
  expect(stderr).toContain("let it open more (ulimit -n)");
  expect(stderr).not.toContain("Make room");
  expect(code).toBe(2);
});

it("removes what a killed run left, and nothing of one that runs", async () => {
  const { project, run } = await shop("");
  const { pid: dead = 0 } = spawnSync(process.execPath, ["-e", ""]);
  const temporary = (pid: number): string => join(tmpdir(), `swarm-eval-relay-${pid}-test`);
  const left = (pid: number): string[] => [
    join(project.directory, "fixtures/shop", `.one.1.jsonl.${pid}.unfinished`),
    ...["shop.json", "shop.2-of-3.json", "other.json", "shop.html"].map((name) =>
      join(project.directory, "reports", `.${name}.${pid}.unfinished`),
    ),
    join(temporary(pid), "relay.json"),
  ];
  onTestFinished(() => rmSync(temporary(process.pid), { recursive: true, force: true }));
  for (const file of [...left(dead), ...left(process.pid)]) {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, "half");
  }
  await run();
  expect(left(dead).filter(existsSync)).toEqual([]);
  expect(left(process.pid).filter(existsSync)).toEqual(left(process.pid));
});
