import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { byPipes, inTerminal } from "../../support/command/terminal.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

/** Two suites, of which the second takes its words from a module of its own. */
async function twoSuites() {
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING),
    "evals/desk.ts": SHOP.replace(
      `import {`,
      `import { WORDS } from "./words.ts";\nimport {`,
    ).replace(`"Find out who can help."`, "WORDS"),
    "evals/words.ts": `export const WORDS = "Find out who can help.";`,
    "evals/desk.jsonl": jsonl(GREETING, REFUND),
  });
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const args = ["run", "evals/shop.jsonl", "evals/desk.jsonl", "--traffic", "live", "--watch"];
  return { project, args, online: { OPENAI_BASE_URL: server.baseUrl } };
}

/** Puts a new file in the place of the old one, as editors do. */
function saveByReplacing(project: Project, file: string, text: string): void {
  project.remove(file);
  project.write(file, text);
}

const WAITS = "Watching ";

it("plays the suites that a changed file touches, and ends by a signal", async () => {
  const { project, args, online } = await twoSuites();
  const run = byPipes(project, args, online);
  expect(await run.shows(WAITS)).toContain("2 of 2 suites passed");

  saveByReplacing(project, "evals/shop.jsonl", jsonl({ ...GREETING, id: "hello" }));
  const afterCase = await run.shows(WAITS);
  expect(afterCase).toContain("Changed: evals/shop.jsonl.");
  expect(afterCase).toContain("1 passed ·");
  expect(afterCase).not.toContain("refund");

  project.write("evals/words.ts", "export const WORDS = ;");
  const broken = await run.shows(WAITS);
  expect(broken).toContain(
    "could not be loaded: SyntaxError: Expression expected (evals/words.ts:1:22)",
  );

  project.write("evals/words.ts", `export const WORDS = "Find out who can help, and how.";`);
  const mended = await run.shows(WAITS);
  expect(mended).toContain("Changed: evals/words.ts.");
  expect(mended).toContain("2 passed ·");
  expect(mended).not.toContain("hello");

  await run.signal("SIGINT");
  expect(await run.ended).toBe(130);
});

it("refuses to bless whatever a change leads to", async () => {
  const { project, args } = await twoSuites();
  expect(await project.swarmEval([...args, "--bless"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "--bless with --watch would bless whatever a change leads to. Leave one out.\n",
  });
});

it("ends where there is nothing that could be watched", async () => {
  const run = byPipes(newProject({}), ["run", "--watch"]);
  await run.shows("There is nothing to play.");
  expect(await run.ended).toBe(2);
});

it("begins anew where a file changes during a run", async () => {
  const { project, online } = await twoSuites();
  let asked = Promise.withResolvers<void>();
  const server = await startStandIn(() => {
    asked.resolve();
    return { hang: true };
  });
  onTestFinished(() => server.close());
  const args = ["run", "evals/shop.jsonl", "--traffic", "live", "--watch"];
  const run = byPipes(project, args, { ...online, OPENAI_BASE_URL: server.baseUrl });
  for (const text of [`${SHOP}\n`, SHOP]) {
    await asked.promise;
    asked = Promise.withResolvers();
    project.write("evals/shop.ts", text);
    await run.shows("Changed: evals/shop.ts.");
  }
  await asked.promise;
  await run.signal("SIGTERM");
  expect(await run.ended).toBe(130);
});

it("plays all, what failed, and what matches by keys, and ends with the code of the last run", async () => {
  const { project, online } = await twoSuites();
  project.write(
    "evals/desk.jsonl",
    jsonl(GREETING, { ...REFUND, expect: { final_agent: "Triage" } }),
  );
  const args = ["run", "evals/desk.jsonl", "--traffic", "live", "--watch"];
  const run = inTerminal(project, args, { ...online, NO_COLOR: "1" });
  expect(await run.shows("q quit")).toContain("1 passed, 1 failed");
  run.press("f");
  expect(await run.shows("q quit")).toContain("0 passed, 1 failed");
  run.press("t");
  await run.shows("Ids that match");
  run.press("greet\r");
  expect(await run.shows("q quit")).toContain("1 passed ·");
  run.press("\r");
  expect(await run.shows("q quit")).toContain("1 passed ·");
  run.press("a");
  expect(await run.shows("q quit")).toContain("1 passed, 1 failed");
  run.press("q");
  expect(await run.ended).toBe(1);
});
