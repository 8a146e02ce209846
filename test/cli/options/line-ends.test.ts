import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { chat } from "../chat/chat-process.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

const FILES = [
  "evals/shop.jsonl",
  "fixtures/shop/greeting.1.jsonl",
  "fixtures/shop/refund.1.jsonl",
  "reports/shop.json",
  "reports/shop.baseline.json",
];

/** A suite that was recorded and blessed, and the API that it was recorded from. */
async function recorded() {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING, REFUND),
  });
  const online = { OPENAI_BASE_URL: server.baseUrl };
  const run = ["run", "evals/shop.jsonl"];
  await project.swarmEval([...run, "--traffic", "record", "--bless"], online);
  await project.swarmEval([...run, "--baseline", "reports"]);
  return { project, online, run };
}

/** Gives every file the line ends of Windows and the mark of its editors. */
function throughWindows(project: Project): void {
  for (const file of FILES)
    project.write(file, `\uFEFF${project.read(file).replaceAll("\n", "\r\n")}`);
}

const plain = ({ code, stdout, stderr }: Finished): object => ({
  code,
  stderr,
  stdout: stdout.replaceAll(/\d+ ms|\d+\.\d+ s/g, "…"),
});

it("all files read the same with CRLF and a byte order mark", async () => {
  const { project, run } = await recorded();
  const commands = [
    ["report", "reports/shop.json"],
    [...run, "--last-failed"],
    ["validate", "evals/shop.jsonl"],
    ["recordings", "show", "refund"],
    [...run, "--baseline", "reports"],
  ];
  const before = [];
  for (const command of commands) before.push(plain(await project.swarmEval(command)));
  throughWindows(project);
  const after = [];
  for (const command of commands) after.push(plain(await project.swarmEval(command)));
  expect(after).toEqual(before);
  expect(after.at(-1)).toMatchObject({ code: 0 });
});

it("a recording stays as it is if only its line ends changed, and a rename finds it", async () => {
  const { project, online, run } = await recorded();
  throughWindows(project);
  const tape = project.read("fixtures/shop/greeting.1.jsonl");
  expect((await project.swarmEval([...run, "--traffic", "update"], online)).code).toBe(0);
  expect(project.read("fixtures/shop/greeting.1.jsonl")).toBe(tape);
  const renamed = jsonl({ ...GREETING, id: "hello" }, REFUND);
  project.write("evals/shop.jsonl", renamed.replaceAll("\n", "\r\n"));
  const missed = await project.swarmEval(run);
  expect(missed.stdout).toContain("npx swarm-eval recordings rename greeting hello");
  await project.swarmEval(["recordings", "rename", "greeting", "hello"]);
  expect((await project.swarmEval(run)).code).toBe(0);
});

it("chat --save keeps the line ends of the case file", async () => {
  const { project, online } = await recorded();
  const before = jsonl(GREETING, REFUND).replaceAll("\n", "\r\n");
  // Without a line break at its end.
  project.write("evals/shop.jsonl", before.trimEnd());
  const save = ["evals/shop.ts", "--save", "evals/shop.jsonl", "--id", "said"];
  expect((await chat(project, save, "Hi!\n", online)).code).toBe(0);
  const text = project.read("evals/shop.jsonl");
  expect(text.slice(0, before.length)).toBe(before);
  expect([text.split("\n").length, text.split("\r\n").length]).toEqual([4, 4]);
});
