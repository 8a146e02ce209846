import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
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

const EVAL_SET = JSON.stringify({
  eval_cases: [
    {
      eval_id: "refund",
      conversation: [
        {
          user_content: {
            parts: [
              {
                text: "Refund 7. Keys: sk-proj-abcdefghijklmnopqrstuvwx, sk-proj-zyxwvutsrqponmlkjihgfedc",
              },
            ],
          },
          final_response: { parts: [{ text: "Refunded." }] },
          intermediate_data: { tool_uses: [{ name: "refund", args: { order: "7" } }] },
        },
      ],
    },
  ],
});

it("finds a format by what the file holds, takes secrets out and says what is left out", async () => {
  const project = newProject({ "kept.test.json": EVAL_SET });
  const imported = ["import", "kept.test.json", "-o", "kept.jsonl"];
  const { code, stderr } = await project.swarmEval(imported);
  expect({ code, text: project.read("kept.jsonl") }).toEqual({
    code: 0,
    text: '{"id":"refund","user":"Refund 7. Keys: [redacted], [redacted-2]","expect":{"tool_calls":[{"name":"refund","arguments":{"order":"7"}}]}}\n',
  });
  expect(stderr).toMatch(
    /\nLeft out, for cases have no word for it:\n {2}final_response: .* \(refund\)\n$/,
  );
});

it("makes a case of a trace that plays against agents of those names", async () => {
  const { project, online } = await shopWithModel();
  const data = (type: string, more: object) => ({ type, ...more });
  const span = (id: string, parent_id: string | null, span_data: object) => ({
    object: "trace.span",
    id,
    parent_id,
    trace_id: "t",
    started_at: `2026-11-30T09:00:0${id}.000000+00:00`,
    span_data,
  });
  const user = { role: "user", content: "Please refund 7." };
  const call = { id: "c1", function: { name: "transferToRefunds", arguments: "{}" } };
  const handedOver = { role: "assistant", content: null, tool_calls: [call] };
  const called = {
    id: "c2",
    function: { name: "refund", arguments: '{"order":7,"reason":"asked"}' },
  };
  const spans = [
    span("1", null, data("agent", { name: "Triage" })),
    span("2", "1", data("generation", { input: [user], output: [handedOver] })),
    span("3", null, data("agent", { name: "Refunds" })),
    span(
      "4",
      "3",
      data("generation", {
        input: [user, handedOver],
        output: [{ role: "assistant", tool_calls: [called] }],
      }),
    ),
  ];
  project.write("trace.json", JSON.stringify([{ object: "trace", id: "t" }, ...spans]));
  const imported = await project.swarmEval(["import", "trace.json", "-o", "evals/shop.jsonl"]);
  expect(imported.code).toBe(0);
  const record = ["run", "evals/shop.jsonl", "--traffic", "record"];
  expect(await project.swarmEval(record, online)).toMatchObject({ code: 0 });
});

it("reads a config of promptfoo, be it YAML or JSON", async () => {
  const yaml =
    "prompts: '{{q}}'\ntests:\n  - vars: { q: Hi! }\n    assert: [{ type: contains, value: no }]\n";
  const config = {
    prompts: "{{q}}",
    tests: [{ vars: { q: "Hi!" }, assert: [{ type: "contains", value: "no" }] }],
  };
  const project = newProject({
    "a.yaml": yaml,
    "b.json": JSON.stringify(config),
    "c.yml": "a: [\n",
  });
  const line = '{"id":"hi","user":"Hi!","expect":{"output":{"contains":["no"]}}}\n';
  for (const file of ["a.yaml", "b.json"])
    expect(await project.swarmEval(["import", file])).toEqual({
      code: 0,
      stdout: line,
      stderr: "",
    });
  const broken = await project.swarmEval(["import", "c.yml"]);
  expect({ ...broken, stderr: broken.stderr.slice(0, 30) }).toEqual({
    code: 2,
    stdout: "",
    stderr: "c.yml:2:1: this is not YAML: F",
  });
});

it("says what reads YAML where it is not installed", async () => {
  const hooks = `import { registerHooks } from "node:module";
    registerHooks({ resolve(name, context, next) {
      if (name !== "yaml") return next(name, context);
      throw Object.assign(new Error("none"), { code: "ERR_MODULE_NOT_FOUND" });
    } });`;
  const project = newProject({ "a.yaml": "tests: []\n" });
  const { finished } = project.start(["import", "a.yaml"], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hooks)}`,
  });
  expect(await finished).toEqual({
    code: 2,
    stdout: "",
    stderr: "a.yaml is YAML, which the package yaml reads: npm install -D yaml\n",
  });
});

it("takes a file for the format that is named", async () => {
  const project = newProject({ "kept.json": SWARM, "cases.txt": TABLE });
  const asEvalSet = await project.swarmEval(["import", "kept.json", "--from", "adk"]);
  expect(asEvalSet.code).toBe(2);
  expect(asEvalSet.stderr).toContain("kept.json:1:1: it must be an object, not a list");
  const asTable = await project.swarmEval(["import", "cases.txt", "--from", "csv"]);
  expect(asTable.stdout).toContain('{"id":"hi","user":"Hi!"');
});

it("writes no file without a case, and says why there is none", async () => {
  const silent =
    '{"eval_cases":[{"eval_id":"x","conversation_scenario":{"conversation_plan":"y"}}]}';
  const project = newProject({ "kept.json": silent });
  const { code, stderr } = await project.swarmEval(["import", "kept.json", "-o", "x.jsonl"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      "kept.json holds nothing that could become a case.\n  left out whole: it would expect nothing (x)\n",
  });
  expect(() => project.read("x.jsonl")).toThrow("ENOENT");
});

it("writes no value of a secret, by the environment or the config, and nothing that holds one packed", async () => {
  const secret = "correct-horse";
  const project = newProject({
    "kept.json": SWARM.replace("Hi!", `${secret} for Ann-77`),
    "swarm-eval.config.ts": "export default { secrets: [/Ann-\\d+/] };\n",
  });
  const environment = { COMPANY_SECRET: secret };
  const { code, stdout } = await project.swarmEval(["import", "kept.json"], environment);
  expect(code).toBe(0);
  expect(stdout).toContain(
    '{"id":"redacted-for-redacted-2","execute_tools":false,"user":"[redacted] for [redacted-2]"',
  );
  const packed = brotliCompressSync(`ann says that it is ${secret}, and nothing else`);
  project.write("packed.json", SWARM.replace("Hi!", packed.toString("base64")));
  expect(await project.swarmEval(["import", "packed.json"], environment)).toEqual({
    code: 2,
    stdout: "",
    stderr: "The cases hold the value of COMPANY_SECRET, so they were not written.\n",
  });
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
    "evals/shop.ts cannot be imported: it looks like none of csv, adk, ",
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
