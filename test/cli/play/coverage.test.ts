import { describe, expect, it, onTestFinished } from "vitest";
import type { CoverageResult } from "../../../src/results/coverage-result.ts";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";
import { unpackedPage } from "../../reports/unpacked-page.ts";

/** A shop with a third desk that no case gets to, and instructions that read a variable. */
const STORE = SHOP.replace(
  "const triage",
  `/** Hands the customer to complaints. */
  function transferToComplaints() {
    return complaints;
  }
  /** Writes a complaint down. */
  function complain(text: string, contextVariables: object) {
    return new Result({ value: text, contextVariables: { complained: true } });
  }
  const complaints = new Agent({ name: "Complaints", instructions: ({ customer }) => \`Calm \${customer} down.\`, functions: [complain, transferToRefunds] });
  const triage`,
).replace(
  "functions: [transferToRefunds] });\n  const refunds",
  "functions: [transferToRefunds, transferToComplaints] });\n  const refunds",
);

async function record(agents: string, cases: readonly object[], ...more: [string, string][]) {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/shop.ts": agents,
    "evals/shop.jsonl": jsonl(...cases),
    ...Object.fromEntries(more),
  });
  const { code, stderr } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return project;
}

async function coverageOf(project: Project, ...flags: string[]): Promise<CoverageResult> {
  const args = ["run", "evals/shop.jsonl", "--json", "--coverage", ...flags];
  const { stdout } = await project.swarmEval(args);
  const { coverage } = JSON.parse(stdout) as SuiteResult;
  if (coverage === undefined) throw new Error("no coverage");
  return coverage;
}

async function report(project: Project, ...flags: string[]): Promise<string> {
  const { stdout } = await project.swarmEval(["run", "evals/shop.jsonl", "--coverage", ...flags]);
  return stdout.slice(stdout.indexOf("Coverage of"));
}

/** Each thing by its name, and whether it was touched. */
function touched({ agents, handoffs, tools, context_keys: keys }: CoverageResult) {
  return Object.fromEntries([
    ...agents.map(({ agent, covered }) => [agent, covered]),
    ...handoffs.map(({ from, to, covered }) => [`${from} → ${to}`, covered]),
    ...tools.map(({ agent, tool, covered }) => [`${tool} by ${agent}`, covered]),
    ...keys.map(({ key, covered }) => [`$${key}`, covered]),
  ]) as Record<string, boolean>;
}

describe("the coverage of a swarm", () => {
  it("names what no case touches", async () => {
    const project = await record(STORE, [REFUND, GREETING]);
    expect(await report(project)).toMatchInlineSnapshot(`
      "Coverage of shop: 45.4 % of what can be reached from where its cases begin
        agents             2 of 3
        handoffs           1 of 3
        tools              1 of 2
        context variables  1 of 3
        Never active:
          Complaints
        Never handed off:
          Triage → Complaints
          Complaints → Refunds
        Never called:
          complain by Complaints
        Never set:
          complained
          customer
      "
    `);
  });

  it("stands on the page of the run, its share before all that was not touched", async () => {
    const project = await record(STORE, [REFUND, GREETING]);
    await report(project, "--reporter", "html");
    expect(unpackedPage(project.read("reports/shop.html"))).toMatch(
      /"coverage":\{"share":0\.45\d*,[^]+"from":"Triage","to":"Complaints"/,
    );
  });

  it("knows a bound function by its own name", async () => {
    const bound = SHOP.replace("functions: [refund]", "functions: [refund.bind(null)]");
    const names = Object.keys(touched(await coverageOf(await record(bound, [REFUND]))));
    expect(names).toContain("refund by Refunds");
    expect(names.filter((name) => name.includes("bound"))).toEqual([]);
  });

  it("is whole where everything is touched", async () => {
    const project = await record(SHOP, [REFUND]);
    expect(await report(project)).toMatchInlineSnapshot(`
      "Coverage of shop: 100 % of what can be reached from where its cases begin
        agents             2 of 2
        handoffs           1 of 1
        tools              1 of 1
        context variables  1 of 1
      "
    `);
  });

  it("counts what a case begins with, and where it begins", async () => {
    const project = await record(STORE, [
      { ...GREETING, context_variables: { customer: "John", unheard_of: 1 } },
      { ...GREETING, id: "later", agent: "Refunds" },
    ]);
    expect(touched(await coverageOf(project))).toEqual({
      Triage: true,
      Refunds: true,
      Complaints: false,
      "Triage → Refunds": false,
      "Triage → Complaints": false,
      "Complaints → Refunds": false,
      "refund by Refunds": false,
      "complain by Complaints": false,
      $complained: false,
      $customer: true,
      $refunded: false,
    });
  });

  it("is that of the cases that were played", async () => {
    const project = await record(SHOP, [GREETING, REFUND]);
    const [one, other] = [
      await coverageOf(project, "--shard", "1/2"),
      await coverageOf(project, "--shard", "2/2"),
    ];
    expect([one.share, other.share]).toEqual([1 / 5, 1]);
  });

  it("tells which cases touch what, where that is asked for", async () => {
    const project = await record(SHOP, [{ ...REFUND, trials: 2 }, GREETING]);
    const {
      agents,
      handoffs,
      tools,
      context_keys: keys,
    } = await coverageOf(project, "--coverage-cases");
    expect([...agents, ...handoffs, ...tools, ...keys].map(({ cases }) => cases)).toEqual([
      ["greeting", "refund"],
      ["refund"],
      ["refund"],
      ["refund"],
      ["refund"],
    ]);
    const { agents: some } = await coverageOf(project, "--coverage-cases", "-t", "greeting");
    expect(some.map(({ cases }) => cases)).toEqual([["greeting"], []]);
    expect((await coverageOf(project)).agents[0]).toEqual({
      agent: "Triage",
      known: true,
      covered: true,
    });
  });

  it("is not reckoned where nobody asks for it", async () => {
    const project = await record(SHOP, [GREETING]);
    const { stdout } = await project.swarmEval(["run", "evals/shop.jsonl", "--json"]);
    expect(JSON.parse(stdout)).not.toHaveProperty("coverage");
  });

  it("calls nothing of the agents to find out", async () => {
    const loud = STORE.replaceAll(
      /(function \w+\([^)]*\) \{|get refunds\(\) \{)/g,
      '$1 process.stderr.write("called\\n");',
    );
    const project = await record(loud.replaceAll("write(", "emit("), [GREETING]);
    project.write("evals/shop.ts", loud);
    const { code, stderr } = await project.swarmEval(["run", "evals/shop.jsonl", "--coverage"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});

describe("what can be reached", () => {
  it("is found in a module whose agents are neither exported nor listed", async () => {
    const alone = `
import { Agent } from "swarm-eval";
const triage = new Agent({ name: "Triage", instructions: "Find out who can help.", functions: [() => 1] });
function transferToRefunds() { return refunds; }
/** Refunds. */
function refund(order: number, reason?: string) { return "Refunded."; }
function transferBack() { return triage; }
const refunds = new Agent({ name: "Refunds", instructions: "Refund orders.", functions: [refund, transferBack] });
triage.functions = [transferToRefunds];
export default triage;`;
    const project = await record(alone, [GREETING]);
    expect(touched(await coverageOf(project))).toEqual({
      Triage: true,
      Refunds: false,
      "Triage → Refunds": false,
      "Refunds → Triage": false,
      "refund by Refunds": false,
    });
  });

  it("is followed into other modules, whose getters stay untouched", async () => {
    const desks = `
import { Agent } from "swarm-eval";
/** Refunds. */
function refund(order: number) { return "Refunded."; }
export const refunds = new Agent({ name: "Refunds", functions: [refund] });
export const desks = { refunds, get complaints() { throw new Error("asked"); } };
export const hours = "9 to 5";`;
    const triage = `
import { Agent } from "swarm-eval";
import { desks, hours, refunds } from "./desks.ts";
import * as all from "./desks.ts";
function transferToRefunds() { return refunds; }
function transferByName() { return all.desks.refunds; }
function openingHours() { return hours; }
function complain() { return desks.complaints; }
export default new Agent({ name: "Triage", instructions: "Find out who can help.", functions: [transferToRefunds, transferByName, openingHours, complain] });`;
    const project = await record(triage, [GREETING], ["evals/desks.ts", desks]);
    const coverage = await coverageOf(project);
    expect(coverage.handoffs).toEqual([
      {
        from: "Triage",
        to: "Refunds",
        functions: ["transferByName", "transferToRefunds"],
        covered: false,
      },
    ]);
    expect(coverage.tools.map(({ tool }) => tool)).toEqual(["complain", "openingHours", "refund"]);
    expect(coverage.unresolved).toEqual([
      { about: "handoffs", function: "complain", agents: ["Triage"], source: ["desks.complaints"] },
    ]);
  });

  it("counts what was seen to happen, though the source does not tell of it", async () => {
    const unresolved = SHOP.replace(
      "return refunds;",
      "return new Map([[1, refunds]]).get(1);",
    ).replace("{ refunded: order }", '{ ["refund" + "ed"]: order }');
    const project = await record(unresolved, [REFUND, GREETING]);
    const coverage = await coverageOf(project);
    expect(coverage.handoffs).toEqual([
      { from: "Triage", to: "Refunds", functions: [], covered: true },
    ]);
    expect(coverage.context_keys).toEqual([{ key: "refunded", covered: true }]);
    expect((await report(project)).split("The source")[1]).toMatchInlineSnapshot(`
      " does not say:
          whether transferToRefunds of Triage hands off: it returns new Map([[1, refunds]]).get(1)
          which context variables refund of Refunds may change
      "
    `);
  });

  it("takes for a tool what was called and did not hand off, whatever its source returns", async () => {
    const passing = SHOP.replace(
      'return new Result({ value: "Refunded.", contextVariables: { refunded: order } });',
      'return [new Result({ value: "Refunded.", contextVariables: { refunded: order } })].at(0);',
    );
    const questions = async (cases: readonly object[]): Promise<unknown> =>
      (await coverageOf(await record(passing, cases))).unresolved.filter(
        ({ about }) => about === "handoffs",
      );
    expect(await questions([REFUND])).toEqual([]);
    expect(await questions([GREETING])).toMatchObject([{ function: "refund" }]);
  });

  it("is all that the agents of a name can do, whichever case has which of them, and comes first", async () => {
    const two = `
import { Agent } from "swarm-eval";
export default ({ id }) => {
  const night = new Agent({ name: "Night" }), refunds = new Agent({ name: "Refunds" });
  function near() { return "Near."; }
  function ask(contextVariables: { order: string }) { return "About " + contextVariables.order; }
  const one = new Agent({
    name: "Triage",
    instructions: ({ customer }) => "Greet " + customer,
    functions: [near, function route() { return refunds; }],
  });
  const other = new Agent({
    name: "Triage",
    instructions: ({ city, ...more }) => "Tell of " + city,
    functions: [function route() { return night; }, ask],
  });
  return { agent: id === "one" ? one : other, agents: [night, refunds] };
};`;
    const project = await record(two, [
      { ...GREETING, id: "one" },
      { ...GREETING, id: "other" },
    ]);
    const coverage = await coverageOf(project, "--concurrency", "1");
    expect(touched(coverage)).toEqual({
      Triage: true,
      Night: false,
      Refunds: false,
      "Triage → Night": false,
      "Triage → Refunds": false,
      "ask by Triage": false,
      "near by Triage": false,
      $city: false,
      $customer: false,
      $order: false,
    });
    expect(coverage.unresolved).toMatchObject([{ about: "reads", function: "instructions" }]);
    const lines = project.read("evals/shop.jsonl").trim().split("\n");
    project.write("evals/shop.jsonl", `${lines.toReversed().join("\n")}\n`);
    expect(await coverageOf(project, "--concurrency", "1")).toEqual(coverage);
  });

  it("names an agent of which only the name is known", async () => {
    const night = SHOP.replace(
      "return refunds;",
      'return late ? new Agent({ name: "Night" }) : refunds;',
    ).replace("const orders", "const late = false, orders");
    const project = await record(night, [REFUND]);
    expect(await report(project)).toMatchInlineSnapshot(`
      "Coverage of shop: 71.4 % of what can be reached from where its cases begin
        agents             2 of 3
        handoffs           1 of 2
        tools              1 of 1
        context variables  1 of 1
        Never active:
          Night (what it can do is not known either: return it among "agents" from the factory)
        Never handed off:
          Triage → Night
      "
    `);
  });

  it("does not hold a tool against a suite that the agent has not", async () => {
    const server = await startStandIn(({ body }) =>
      body.messages.at(-1)?.role === "tool" ? { say: "Hello." } : { calls: [{ name: "vanish" }] },
    );
    onTestFinished(() => server.close());
    const project = newProject({
      "evals/shop.ts": SHOP,
      "evals/shop.jsonl": jsonl({ ...GREETING, expect: { max_model_calls: 2 } }),
    });
    await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
      OPENAI_BASE_URL: server.baseUrl,
    });
    expect((await coverageOf(project)).tools.map(({ tool }) => tool)).toEqual(["refund"]);
  });

  it("is that of its own module for each of several suites", async () => {
    const project = await record(SHOP, [GREETING]);
    project.write("evals/other.ts", STORE.replaceAll("refund by", "refund of"));
    project.write("evals/other.jsonl", jsonl(GREETING));
    project.write(
      "fixtures/other/greeting.1.jsonl",
      project.read("fixtures/shop/greeting.1.jsonl"),
    );
    const suites = ["evals/shop.jsonl", "evals/other.jsonl"];
    const { stdout } = await project.swarmEval(["run", ...suites, "--json", "--coverage"]);
    const counts = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as SuiteResult).coverage?.agents.length);
    expect(counts).toEqual([2, 3]);
  });
});

describe("--min-coverage", () => {
  it("fails a run that touches less, and names what it missed", async () => {
    const project = await record(STORE, [GREETING]);
    const args = ["run", "evals/shop.jsonl", "--min-coverage", "80"];
    const { code, stdout, stderr } = await project.swarmEval(args);
    expect(code).toBe(1);
    expect(stdout).toContain("Never active:");
    expect(stderr).toBe("The coverage of shop is 9 %, and --min-coverage asks for 80 %.\n");
  });

  it.each(["100", "100%"])("passes a run that touches enough: %s", async (least) => {
    const project = await record(SHOP, [REFUND]);
    const args = ["run", "evals/shop.jsonl", "--min-coverage", least];
    const { code, stdout, stderr } = await project.swarmEval(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).not.toContain("Coverage of");
  });

  it.each(["101", "-1", "most", ""])("refuses %j", async (least) => {
    const project = newProject({});
    const { code, stderr } = await project.swarmEval(["run", "x.jsonl", "--min-coverage", least]);
    expect(code).toBe(2);
    expect(stderr).toContain("It must be a number from 0 to 100.");
  });
});
