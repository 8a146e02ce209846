import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { unpackedPage } from "../../reports/unpacked-page.ts";

const LAMP = `
import { Agent } from "swarm-eval";
/** Sets the light. */
const setLight = (colour: string) => colour;
export default new Agent({ name: "Lamp", functions: [setLight] });
`;
const CASE = { id: "red", user: "Red!", expect: { tool_calls: [] } };

it("tells in result, report and page what a reply is beside its words", async () => {
  const content = '<tool_call>\n{"name":"setLi';
  const choices = [{ index: 0, finish_reason: "length", message: { role: "assistant", content } }];
  const server = await startStandIn(() => ({ raw: JSON.stringify({ choices }) }));
  onTestFinished(() => server.close());
  const project = newProject({ "evals/lamp.ts": LAMP, "evals/lamp.jsonl": jsonl(CASE) });
  const run = ["run", "evals/lamp.jsonl", "--traffic", "live", "--reporter", "table,html"];
  const { code, stdout } = await project.swarmEval(run, { OPENAI_BASE_URL: server.baseUrl });
  expect(code).toBe(1);
  expect(stdout.slice(stdout.indexOf("FAILED"), stdout.indexOf("\n0 passed")))
    .toMatchInlineSnapshot(`
      "FAILED  red  evals/lamp.jsonl:1
        tool_calls in turn 1 (Lamp): no tool was called, but an agent that says and does nothing would meet this, and the reply was cut off
          the reply of Lamp in turn 1 was cut off at its limit of tokens: finish_reason length
          the reply of Lamp in turn 1 looks like a call of setLight, written as text. If a server of your own gave it, its chat template or tool parser may not fit
            the model
        │ ✗ 1 User: Red!
        │     Lamp: <tool_call> ⏎ {"name":"setLi
        │       (the reply was cut off at its limit of tokens: finish_reason length)
        │       (the reply looks like a call of setLight, written as text. If a server of your own gave it, its chat template or tool parser may not fit the model)
      "
    `);
  const result = JSON.parse(project.read("reports/lamp.json")) as SuiteResult;
  expect(result.cases[0]?.trials[0]?.steps[1]).toMatchObject({
    finish_reason: "length",
    looks_like: { call: "setLight" },
  });
  const page = unpackedPage(project.read("reports/lamp.html"));
  expect(page).toContain('"finish_reason":"length","looks_like":{"call":"setLight"}');

  const again = await project.swarmEval(["report", "reports/lamp.json"]);
  expect(again.stdout).toContain("(the reply looks like a call of setLight, written as text.");
});

it.each([[[]], [["--stream"]]])(
  "counts a call that the server could not read, and never asks again: %j",
  async (flags) => {
    const error = {
      message: "Failed to call a function. See 'failed_generation'.",
      code: "tool_use_failed",
      failed_generation: '<function=setLight{"colour": "red"}</function>',
    };
    const raw = JSON.stringify({ error });
    const streamed = { raw: `data: ${raw}\n\n`, headers: { "content-type": "text/event-stream" } };
    const server = await startStandIn(() => (flags.length > 0 ? streamed : { status: 400, raw }));
    onTestFinished(() => server.close());
    const called = { ...CASE, expect: { tool_calls: ["setLight"] } };
    const project = newProject({ "evals/lamp.ts": LAMP, "evals/lamp.jsonl": jsonl(called) });
    for (const mode of ["record", "record", "replay"]) {
      const run = ["run", "evals/lamp.jsonl", "--traffic", mode, ...flags];
      const { code, stdout } = await project.swarmEval(run, { OPENAI_BASE_URL: server.baseUrl });
      expect([code, server.requests.length]).toEqual([1, 1]);
      expect(stdout).toContain("looks like a call of setLight, written as text.");
      expect(stdout).toContain("for a call that the server could not read: tool_use_failed");
    }
  },
);
