import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult, TrialResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { unpackedPage } from "../../reports/unpacked-page.ts";

/** An agent with one tool for each way to fail, which the user calls by its name. */
const AGENTS = `
import assert from "node:assert";
import { request } from "node:http";
import { Agent } from "swarm-eval";
const DOWN = process.env.DOWN_URL;
const works = () => "fine";
const crashes = () => null.length;
const refuses = () => { throw new Error("no such city: Atlantis"); };
const outOfRange = () => { throw new RangeError("Only 9 are left."); };
const recurses = () => recurses();
const parses = () => JSON.parse("<html>");
const asserts = () => assert.equal(1, 2);
const rejects = async () => { await null; return undefined.length; };
const allows = async () => { void Promise.reject(new TypeError("nobody waits")); return "fine"; };
const leaves = async () => { void Promise.reject(new TypeError("nobody waits")); await new Promise((done) => setTimeout(done, 1e8)); };
const throwsLater = async () => { setImmediate(() => { throw new Error("in a callback"); }); await new Promise((done) => setTimeout(done, 1e8)); };
const leavesFetch = async () => { void fetch(DOWN); await new Promise((done) => setTimeout(done, 1e8)); };
const fetches = async () => (await fetch(DOWN)).text();
const wraps = async () => { try { await fetch(DOWN); } catch (cause) { throw new Error("The weather is down.", { cause }); } };
const asksHttp = () => new Promise((resolve, reject) => request(DOWN, resolve).on("error", reject).end());
const givesUp = async () => (await fetch(DOWN, { signal: AbortSignal.timeout(1) })).text();
export default new Agent({ name: "Desk", functions: [works, crashes, refuses, outOfRange, recurses, parses, asserts, rejects, allows, leaves, throwsLater, leavesFetch, fetches, wraps, asksHttp, givesUp] });
`;

/** An address at which nothing listens. */
async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/weather`;
}

async function desk(...cases: readonly object[]) {
  const server = await startStandIn(({ body }) => {
    const last = body.messages.at(-1);
    const called = body.messages.some(({ role }) => role === "tool");
    return called || last?.role === "tool"
      ? { say: "Done." }
      : { calls: [{ name: last?.content ?? "" }] };
  });
  onTestFinished(() => server.close());
  const project = newProject({ "evals/desk.ts": AGENTS, "evals/desk.jsonl": jsonl(...cases) });
  const environment = { OPENAI_BASE_URL: server.baseUrl, DOWN_URL: await deadUrl() };
  const run = async (...flags: readonly string[]) => {
    const reporters = ["--reporter", "table,html,junit,csv,github"];
    const args = ["run", "evals/desk.jsonl", ...reporters, ...flags];
    const { code, stdout, stderr } = await project.swarmEval(args, environment);
    if (code === 2) throw new Error(stderr);
    const result = JSON.parse(project.read("reports/desk.json")) as SuiteResult;
    const trials = result.cases.map(
      ({ id, trials: [trial] }) => [id, trial as TrialResult] as const,
    );
    return { code, stdout, trials: Object.fromEntries(trials) };
  };
  return { server, project, run };
}

/** A case in which a tool is called, and all goes well as far as it says. */
const calling = (tool: string, expected: object = {}, id = tool) => ({
  id,
  user: tool,
  expect: { output: { contains: "Done." }, ...expected },
});

describe("a tool that crashes", () => {
  it("fails a trial that passes otherwise", async () => {
    const crashing = ["crashes", "recurses", "parses", "asserts", "rejects"];
    const { run } = await desk(
      ...[...crashing, "refuses", "outOfRange", "works"].map((name) => calling(name)),
    );
    const { code, trials } = await run("--traffic", "live");
    expect(code).toBe(1);
    for (const id of crashing) {
      expect(trials[id]).toMatchObject({ verdict: "failed", error: null });
      expect(trials[id]?.checks.map(({ check, verdict }) => `${check} ${verdict}`)).toEqual([
        "output passed",
        "tool_errors failed",
      ]);
      expect(trials[id]?.tool_errors).toMatchObject([
        { turn: 1, agent: "Desk", name: id, failure: "crashed" },
      ]);
    }
    expect(trials["crashes"]?.checks[1]?.reason).toMatchInlineSnapshot(`
      "expected no tool to crash, but this did:
        crashes, called by Desk: Cannot read properties of null (reading 'length')"
    `);
    for (const id of ["refuses", "outOfRange"])
      expect(trials[id]).toMatchObject({
        verdict: "passed",
        tool_errors: [{ name: id, failure: "threw" }],
      });
    expect(trials["works"]).not.toHaveProperty("tool_errors");
  });

  it("is told in every report, as is each error of a tool that no case expects", async () => {
    const { project, run } = await desk(calling("refuses"), calling("works"));
    const { code, stdout } = await run("--traffic", "live");
    expect(code).toBe(0);
    const told = "refuses threw an error (no such city: Atlantis)";
    expect(
      stdout
        .split("\n")
        .filter((line) => line.includes("refuses threw"))
        .join("\n"),
    ).toMatchInlineSnapshot(`
      "  refuses threw an error (no such city: Atlantis): in refuses
      ::warning file=evals/desk.jsonl,line=1,title=Tool errors in desk::1 call of a tool failed, and no case expects it:%0Arefuses threw an error (no such city: Atlantis): in refuses%0AIf a call is meant to fail, say so in the case: "error":true in the call; or "tool_errors":"allow" for all."
    `);
    expect(unpackedPage(project.read("reports/desk.html"))).toContain(told);
    for (const ending of ["junit.xml", "csv"])
      expect(project.read(`reports/desk.${ending}`)).toContain("no such city: Atlantis");
  });
});

describe("an error that the case expects", () => {
  const call = (name: string, error: unknown): object => ({ tool_calls: [{ name, error }] });

  const EXPECTED: readonly (readonly [tool: string, expect: object, verdict: string])[] = [
    ["crashes", call("crashes", true), "passed"],
    ["crashes", call("crashes", false), "failed"],
    ["crashes", { tool_calls: ["crashes"] }, "failed"],
    ["crashes", { tool_errors: "allow" }, "passed"],
    ["refuses", call("refuses", "no such city"), "passed"],
    ["refuses", call("refuses", { $regex: "city: A" }), "passed"],
    ["refuses", call("refuses", { $one_of: ["no such city: Atlantis"] }), "passed"],
    ["refuses", call("refuses", "no such country"), "failed"],
    ["fetches", call("fetches", "fetch failed"), "passed"],
    ["allows", { tool_errors: "allow" }, "passed"],
  ];

  it("is no failure, and is told in no report", async () => {
    const cases = EXPECTED.map(([tool, expected], id) => calling(tool, expected, String(id)));
    const { trials } = await (await desk(...cases)).run("--traffic", "live");
    for (const [id, [tool, expected, verdict]] of EXPECTED.entries()) {
      const isTold = trials[id]?.tool_errors !== undefined;
      const got = { tool, expected, verdict: trials[id]?.verdict, isTold };
      expect(got).toEqual({ tool, expected, verdict, isTold: verdict === "failed" });
    }
  });

  it("is told with what the error says otherwise", async () => {
    const { run } = await desk(calling("refuses", call("refuses", "no such country")));
    const { trials } = await run("--traffic", "live");
    expect(trials["refuses"]?.checks[0]?.reason).toMatchInlineSnapshot(`
      "expected these calls and no others, in this order:
        ! refuses() by Desk in turn 1 (failed): error: expected it to contain "no such country", got "no such city: Atlantis""
    `);
  });
});

describe("an error that nobody awaits", () => {
  it("ends the trial, failed, and is replayed to the same end", async () => {
    const { server, run } = await desk(calling("leaves"), calling("throwsLater"));
    const recorded = await run("--traffic", "record");
    expect(recorded.code).toBe(1);
    expect(
      recorded.trials["leaves"]?.checks.map(({ reason }) => reason).join(),
    ).toMatchInlineSnapshot(
      `"an error that nobody awaited ended the trial while Desk was at work: TypeError: nobody waits (evals/desk.ts:15:50)"`,
    );
    const asked = server.requests.length;
    for (const traffic of ["replay", "record"]) {
      const { code, trials } = await run("--traffic", traffic);
      expect(code).toBe(1);
      for (const id of ["leaves", "throwsLater"])
        expect(trials[id]).toMatchObject({
          verdict: "failed",
          error: null,
          checks: [{ check: "tool_errors", turn: 1 }],
        });
    }
    expect(server.requests).toHaveLength(asked);
  });
});

describe("a tool whose own service cannot be reached", () => {
  const DOWN = ["fetches", "wraps", "asksHttp", "leavesFetch"];

  it("makes the trial errored, recorded and replayed, and is asked again", async () => {
    const { server, run } = await desk(...DOWN.map((name) => calling(name)));
    for (const traffic of ["live", "record", "replay", "record"]) {
      const asked = server.requests.length;
      const { code, trials } = await run("--traffic", traffic);
      expect(code).toBe(4);
      for (const id of DOWN) expect(trials[id]?.error?.kind).toBe("tool_service");
      expect(trials["fetches"]?.tool_errors).toMatchObject([
        { name: "fetches", failure: "unreachable" },
      ]);
      // The conversation went on.
      expect(trials["fetches"]?.model_calls).toBe(2);
      expect(server.requests.length > asked).toBe(traffic !== "replay");
    }
  });

  it("is so where the tool itself gives up", async () => {
    const { run } = await desk(calling("givesUp"));
    const { code, trials } = await run("--traffic", "live");
    expect({ code, kind: trials["givesUp"]?.error?.kind }).toEqual({
      code: 4,
      kind: "tool_service",
    });
  });
});
