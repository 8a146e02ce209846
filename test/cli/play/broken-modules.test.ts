import { expect, it } from "vitest";
import { newProject, type Finished, type Project } from "../../support/project.ts";

const IMPORT = 'import { Agent } from "swarm-eval";\n';
const CASE = '{"id":"hello","user":"Hi!","expect":{"tool_calls":[]}}\n';

function shop(agents: string): Project {
  return newProject({ "evals/shop.ts": IMPORT + agents, "evals/shop.jsonl": CASE });
}

/** In a process of its own, which what a module does to it ends or keeps alive. */
function run(agents: string): Promise<Finished> {
  return shop(agents).start(["run", "evals/shop.jsonl"]).finished;
}

it("says where a module waits at its top level for what does not come", async () => {
  const waiting = "await new Promise(() => {});\nexport default new Agent();";
  for (const command of ["run", "validate"]) {
    const { code, stderr } = await shop(waiting).start([command, "evals/shop.jsonl"]).finished;
    expect(stderr).toBe(
      "evals/shop.ts could not be loaded: it awaits a promise that never settles. Look for an await outside of any function, in it or in what it imports.\n",
    );
    expect(code).toBe(2);
  }
});

it("ends a module that takes too long to load", async () => {
  const project = shop("await new Promise((done) => setTimeout(done, 1e8));\nexport default 1;");
  const { code, stderr } = await project.swarmEval(["run", "evals/shop.jsonl", "--timeout", "1"]);
  expect(stderr).toContain("it did not finish within 1 ms");
  expect(code).toBe(2);
});

it("ends a module that never gives way as it is loaded", async () => {
  const project = shop("for (;;);\nexport default 1;");
  const { code, stderr } = await project.start(["run", "evals/shop.jsonl", "--timeout", "1"])
    .finished;
  expect(stderr).toBe(
    "\nCode that belongs to no trial, or to one that has ended, blocks the process (evals/shop.ts:2:1). Look for a loop that does not end.\n",
  );
  expect(code).toBe(2);
});

it("says while validating that a factory waits for what does not come", async () => {
  const project = shop("export default () => new Promise(() => {});");
  const { code, stderr } = await project.start(["validate", "evals/shop.jsonl"]).finished;
  expect(stderr).toBe(
    "evals/shop.jsonl:1: the factory of evals/shop.ts failed: it awaits a promise that never settles\n",
  );
  expect(code).toBe(2);
});

it("says while validating, once, that a factory fails for several cases, and for which first", async () => {
  const project = shop(
    "export default ({ id }) => { if (id !== 'hello') throw new Error('No ' + id.slice(0, 2)); return new Agent(); };",
  );
  const ids = ["hello", "hi-1", "hi-2", "hi-3", "bye"];
  project.write("evals/shop.jsonl", ids.map((id) => CASE.replace("hello", id)).join(""));
  const { code, stderr } = await project.swarmEval(["validate", "evals/shop.jsonl"]);
  expect(stderr).toMatchInlineSnapshot(`
    "evals/shop.jsonl:2: the factory of evals/shop.ts failed: No hi (evals/shop.ts:2:56) (the same in 2 more cases)
    evals/shop.jsonl:5: the factory of evals/shop.ts failed: No by (evals/shop.ts:2:56)
    "
  `);
  expect(code).toBe(2);
});

it("says while validating, once, that a model cannot be told of a function", async () => {
  const project = shop(
    "function watch(onChange: () => void) {}\nexport default () => new Agent({ name: 'Desk', functions: [watch] });",
  );
  project.write("evals/shop.jsonl", CASE + CASE.replace("hello", "hello again"));
  const { code, stderr } = await project.swarmEval(["validate", "evals/shop.jsonl"]);
  expect(stderr).toMatch(
    /^evals\/shop\.ts:2: Desk failed: The function "watch" cannot be a tool as it stands: its parameter "onChange" cannot be described: `\(\) => void` is a function/,
  );
  expect(stderr.match(/Desk failed/g)).toHaveLength(1);
  expect(code).toBe(2);
});

it("says while validating of all functions that a model cannot be told of them, wherever they hang", async () => {
  const project = shop(`
import { refund } from "./refunds.ts";
const billing = new Agent({ name: "Billing", functions: [refund, many] });
function many(...args: string[]) { return args; }
class Desk {
  orders = 1;
  find(id: string) { return this.orders + id; }
}
const late = new Agent({ name: "Late" });
late.functions.push(function toBilling() { return billing; }, new Desk().find);
export default late;
`);
  project.write(
    "evals/refunds.ts",
    "\nexport const refund = (\n  order: Map<string, number>,\n) => order.size;\n",
  );
  const { code, stderr } = await project.swarmEval(["validate", "evals/shop.jsonl"]);
  expect(stderr.split("\n").filter((line) => line.includes(" failed: "))).toMatchInlineSnapshot(`
    [
      "evals/refunds.ts:2: Billing failed: The function "refund" cannot be a tool as it stands: its parameter "order" cannot be described: \`Map<string, number>\` has no JSON Schema.",
      "evals/shop.ts:5: Billing failed: The function "many" cannot be a tool as it stands: its parameter "...args" is a rest parameter, and arguments are given by name.",
      "evals/shop.ts:8: Late failed: The function "find" cannot be a tool as it stands: it is a method of Desk and reads \`this\`, which is lost when it is handed over alone.",
    ]
  `);
  expect(code).toBe(2);
});

it.each([
  ["as it is loaded", "process.exit(0);\nexport default new Agent();", "2:9"],
  ["in its factory", "export default () => process.exit(0);", "2:30"],
  [
    "in a function of one line",
    "const end = (code: number) => { process.exit(code); };\nexport default () => [1].map((one) => end(one));",
    "2:41",
  ],
  ["without telling it", "export default () => process.reallyExit(0);", "2:30"],
  ["by taking its place", "export default () => process.execve('/bin/true');", "2:30"],
  ["by an abort", "export default () => process.abort();", "2:30"],
  ["by a signal", "export default () => process.kill(process.pid, 9);", "2:30"],
])("is no success where the module ends the process %s", async (how, agents, place) => {
  const { code, stderr } = await run(agents);
  expect(stderr).toBe(
    `The agents module ended the process, with process.exit() or the like (evals/shop.ts:${place}). What had finished by then is on disk.\n`,
  );
  expect(code).toBe(how === "by a signal" ? null : 4);
});

it.each([
  ["a rejection", "void Promise.reject(new Error('No stock.'));"],
  ["an exception in a timer", "setTimeout(() => { throw new Error('No stock.'); });"],
])("ends the trial in which nobody waited for what failed: %s", async (_, left) => {
  const { code, stdout, stderr } = await run(
    `export default async () => {\n${left}\nawait new Promise((done) => setTimeout(done, 1e8));\n};`,
  );
  expect(stdout).toMatch(
    /Unhandled error in the agents module: No stock\. \(evals\/shop\.ts:3:\d+\)/,
  );
  expect({ code, stderr }).toEqual({ code: 4, stderr: "" });
});

it("says what failed outside of any trial, and does not pass", async () => {
  const project = shop(
    "void Promise.reject(new Error('No stock.'));\nawait new Promise((done) => setTimeout(done));\nexport default new Agent();",
  );
  const { code, stdout, stderr } = await project.start(["validate", "evals/shop.jsonl"]).finished;
  expect(stderr).toBe(
    "Unhandled error outside of any trial: Error: No stock. (evals/shop.ts:2:21)\n",
  );
  expect(stdout).toBe("evals/shop.jsonl: 1 case, played against evals/shop.ts\n");
  expect(code).toBe(4);
});

it("plays on where context variables hold what JSON has no form for", async () => {
  const project = newProject({
    "evals/shop.ts": `
import { Agent, Result, scriptedClient } from "swarm-eval";
const open = () => {
  const order = { id: 7n };
  order.self = order;
  return new Result({ value: "Open.", contextVariables: { order } });
};
export default () =>
  new Agent({ functions: [open], client: scriptedClient([{ toolCalls: [{ name: "open" }] }, "Open."]) });
`,
    "evals/shop.jsonl":
      '{"id":"hello","user":"Open it.","expect":{"context_variables":{"order":{"id":"7"}}}}\n',
  });
  const { code, stderr } = await project.swarmEval([
    "run",
    "evals/shop.jsonl",
    "--traffic",
    "live",
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(project.read("reports/shop.json")).toContain('"order":{"id":"7","self":"[circular]"}');
});

it.each([
  ["nothing", "undefined", "nothing"],
  ["no agent", "{ agents: [desk] }", "an object without an agent"],
  [
    "agents that are no list",
    "{ agent: desk, agents: 5 }",
    "agents that are a value of type number",
  ],
  [
    "an agent before its definition",
    "{ agent: desk, agents: [undefined] }",
    "a list of agents with nothing in it",
  ],
  [
    "a state that is there already",
    "{ agent: desk, state: { a: 1 } }",
    "a state that is a value of type object",
  ],
])("says what a factory must return where it returns %s", async (_, team, what) => {
  const project = shop(`export default () => {\nconst desk = new Agent();\nreturn ${team};\n};`);
  for (const command of ["run", "validate"]) {
    const { code, stderr } = await project.swarmEval([command, "evals/shop.jsonl"]);
    expect(stderr).toContain(
      `The factory of evals/shop.ts returned ${what}. It must return an Agent, or { agent, agents, state }, where agents is a list of them and state a function.`,
    );
    expect(code).toBe(2);
  }
});
