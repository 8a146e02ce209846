import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { isRecord, parseIfJson } from "../../../src/json/value.ts";
import { readTape, writeTape } from "../../../src/traffic/tape/text.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

const AGENTS = (api: string): string => `
  import { Agent } from "swarm-eval";
  /** Sets the light. */
  const setLight = (colour: string) => colour;
  export default new Agent({ name: "Lamp", model: "gpt-5.6", api: "${api}", functions: [setLight] });
`;
const CASE = jsonl({ id: "red", user: "Red!", expect: { output: { contains: "Done" } } });
const TAPE = "fixtures/lamp/red.1.jsonl";

/** A server that calls a tool with this text, and refuses a conversation with arguments that are no object. */
function strictly(written: string, old: boolean): (request: StandInRequest) => StandInReply {
  return ({ body }) => {
    const calls = body.messages.flatMap((message) => {
      const { tool_calls: made = [], function_call: one } = message as unknown as Calls;
      return [...made.map((call) => call.function), ...(one === undefined ? [] : [one])];
    });
    if (!calls.every((call) => isRecord(parseIfJson(call.arguments))))
      return { status: 500, raw: '{"error":{"message":"Failed to parse tool call arguments"}}' };
    if (calls.length > 0) return { say: "Done." };
    const function_call = { name: "setLight", arguments: written };
    const message = { role: "assistant", content: null, function_call };
    return old
      ? { raw: JSON.stringify({ choices: [{ index: 0, message, finish_reason: "stop" }] }) }
      : { calls: [{ name: "setLight", arguments: written }] };
  };
}

interface Calls {
  readonly tool_calls?: readonly { readonly function: { readonly arguments: string } }[];
  readonly function_call?: { readonly arguments: string };
}

it.each<[string, string, string, readonly string[], boolean]>([
  ["cut short", '{"colour":"re', "chat_completions", [], false],
  ["cut short, streamed", '{"colour":"re', "chat_completions", ["--stream"], false],
  ["cut short, of the Responses API", '{"colour":"re', "responses", [], false],
  ["cut short, of the Responses API streamed", '{"colour":"re', "responses", ["--stream"], false],
  ["cut short in a function_call", '{"colour":"re', "chat_completions", [], true],
  ["a list", '["red"]', "chat_completions", [], false],
  ["JSON in a text", '"{\\"colour\\":\\"red\\"}"', "chat_completions", [], false],
  ["nothing", "", "chat_completions", [], false],
])("sends back {} for arguments that are no object, and counts the trial: %s", async (...row) => {
  const [, written, api, flags, old] = row;
  const server = await startStandIn(strictly(written, old));
  onTestFinished(() => server.close());
  const project = newProject({ "evals/lamp.ts": AGENTS(api), "evals/lamp.jsonl": CASE });
  const run = async (traffic: string) => {
    const { code } = await project.swarmEval(
      ["run", "evals/lamp.jsonl", "--traffic", traffic, ...flags],
      { OPENAI_BASE_URL: server.baseUrl },
    );
    const { cases } = JSON.parse(project.read("reports/lamp.json")) as SuiteResult;
    return { code, requests: server.requests.length, trial: cases[0]?.trials[0] };
  };
  const { trial, ...recorded } = await run("record");
  expect(recorded).toEqual({ code: 0, requests: 2 });
  expect(trial?.steps[2]).toMatchObject({
    arguments: written === "" ? {} : (parseIfJson(written) ?? written),
  });
  expect(await run("record")).toMatchObject(recorded);

  const tape = TAPE.replace(".jsonl", flags.length > 0 ? ".stream.jsonl" : ".jsonl");
  const { parts, ...content } = readTape(project.read(tape), tape);
  const asWritten = parts.map((part) =>
    part.replace('"arguments":"{}"', () => `"arguments":${JSON.stringify(written)}`),
  );
  expect(asWritten).not.toEqual(parts);
  project.write(tape, writeTape({ ...content, parts: asWritten }));
  expect(await run("replay")).toMatchObject(recorded);
});
