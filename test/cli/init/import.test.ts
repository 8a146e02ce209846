import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { newProject } from "../../support/project.ts";
import { shopWithModel } from "../chat/chat-process.ts";
import { SHOP } from "../shop.ts";

const SWARM = JSON.stringify(
  [
    {
      conversation: [{ role: "user", content: "Please refund 7." }],
      function: "transferToRefunds",
    },
    { conversation: [{ role: "user", content: "Hi!" }], function: "None" },
  ],
  null,
  2,
);
const TABLE = "user,expect.final_agent\nPlease refund 7.,Refunds\nHi!,Triage\n";

it("writes cases to stdout, and nothing else", async () => {
  const project = newProject({ "swarm.json": SWARM });
  const { code, stdout, stderr } = await project.swarmEval(["import", "swarm.json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatchInlineSnapshot(`
    "{"id":"please-refund-7","execute_tools":false,"user":"Please refund 7.","expect":{"tool_calls":["transferToRefunds"]}}
    {"id":"hi","execute_tools":false,"user":"Hi!","expect":{"tool_calls":[]}}
    "
  `);
});

it.each([
  ["Swarm's cases", "swarm.json", SWARM],
  ["a table", "TABLE.CSV", TABLE],
])("makes a case file of %s that validate accepts and run plays", async (_, file, content) => {
  const { project, online } = await shopWithModel();
  project.write(file, content);
  const imported = await project.swarmEval(["import", file, "-o", "evals/shop.jsonl"]);
  expect(imported).toEqual({
    code: 0,
    stdout: "",
    stderr:
      "2 cases in evals/shop.jsonl. Play them: npx swarm-eval run evals/shop.jsonl --traffic record\n",
  });
  expect((await project.swarmEval(["validate", "evals/shop.jsonl"])).code).toBe(0);
  const record = ["run", "evals/shop.jsonl", "--traffic", "record"];
  expect((await project.swarmEval(record, online)).code).toBe(0);
  expect((await project.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(0);
});

it("checks the first reply only, and executes nothing", async () => {
  const { project, server, online } = await shopWithModel();
  project.write("swarm.json", SWARM);
  await project.swarmEval(["import", "swarm.json", "-o", "evals/shop.jsonl"]);
  await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], online);
  expect(server.requests).toHaveLength(2);
});

it("fails a case whose first reply calls something else", async () => {
  const { project, online } = await shopWithModel();
  project.write("swarm.json", SWARM.replace("None", "refund"));
  await project.swarmEval(["import", "swarm.json", "-o", "evals/shop.jsonl", "--agent", "Refunds"]);
  const run = ["run", "evals/shop.jsonl", "--traffic", "record"];
  const { code, stdout } = await project.swarmEval(run, online);
  expect(code).toBe(1);
  expect(stdout).toContain("transferToRefunds(…) is missing");
  expect(stdout).toContain("refund(…) is missing");
});

it("overwrites a file only by force", async () => {
  const project = newProject({ "swarm.json": SWARM, "cases.jsonl": "kept\n" });
  const refused = await project.swarmEval(["import", "swarm.json", "-o", "cases.jsonl"]);
  expect(refused).toEqual({
    code: 2,
    stdout: "",
    stderr: "cases.jsonl exists already. Name another file, or overwrite it with --force.\n",
  });
  expect(project.read("cases.jsonl")).toBe("kept\n");
  const forced = await project.swarmEval(["import", "swarm.json", "-o", "cases.jsonl", "--force"]);
  expect(forced.code).toBe(0);
  expect(forced.stderr).toContain(
    "npx swarm-eval run cases.jsonl --agents <module> --traffic record",
  );
  expect(project.read("cases.jsonl")).toContain('"please-refund-7"');
});

it.each<[what: string, args: string[], message: string]>([
  ["a file that is not there", ["none.json"], "There is no file none.json in "],
  ["a directory", ["folder.json"], "EISDIR"],
  [
    "another kind of file",
    ["evals/shop.ts"],
    "it must be .json, with Swarm's own cases, or .csv, with a case in each row.",
  ],
  ["what is not valid UTF-8", ["latin.csv"], "latin.csv is not valid UTF-8."],
  ["what cannot be used, and says where", ["broken.json"], "broken.json:2:2: this is not JSON"],
  [
    "to write where it cannot",
    ["swarm.json", "-o", "swarm.json/x.jsonl"],
    "swarm.json/x.jsonl could not be written: ",
  ],
])("refuses %s", async (_, args, message) => {
  const project = newProject({
    "swarm.json": SWARM,
    "evals/shop.ts": SHOP,
    "folder.json/file": "",
    "broken.json": "[\n]]",
  });
  const latin = Buffer.from("user,expect.agent\nZo\xEB,Desk\n", "latin1");
  writeFileSync(join(project.directory, "latin.csv"), latin);
  const { code, stdout, stderr } = await project.swarmEval(["import", ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
});
