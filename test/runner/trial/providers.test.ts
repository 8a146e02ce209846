import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInReply } from "../../support/stand-in.ts";
import { unpackedPage } from "../../reports/unpacked-page.ts";

const DOWN = { status: 503, raw: '{"error":{"message":"Down for repairs"}}' };
const UNKNOWN = { status: 404, raw: '{"error":{"message":"The model cheap does not exist"}}' };

/** An agent with three providers on one server, each with its own script by the path of its address. */
async function writer(providers: Readonly<Record<string, StandInReply>>) {
  const standIn = await startStandIn(({ path }) => providers[path.split("/")[1] ?? ""] ?? DOWN);
  onTestFinished(() => standIn.close());
  const openai = import.meta.resolve("openai");
  const project = newProject({
    "evals/writer.ts": `
import { OpenAI } from ${JSON.stringify(openai)};
import { Agent, firstOf } from "swarm-eval";

const at = (name) => new OpenAI({ baseURL: "${new URL(standIn.baseUrl).origin}/" + name + "/v1", apiKey: "none", maxRetries: 0 });
export default new Agent({
  name: "Writer",
  client: firstOf([
    { client: at("one"), model: "cheap", request: { top_p: 0.5 } },
    { client: at("two"), model: "gpt-5.4" },
    { client: at("three"), model: "gpt-5.4" },
  ]),
});
`,
    "evals/writer.jsonl": jsonl({
      id: "hi",
      user: "Hi!",
      expect: { output: { contains: "Hello" } },
    }),
  });
  const run = async (...flags: string[]) => {
    const args = ["run", "evals/writer.jsonl", "--reporter", "table,html", ...flags];
    const finished = await project.swarmEval(args);
    const result = JSON.parse(project.read("reports/writer.json")) as SuiteResult;
    const steps = result.cases[0]?.trials[0]?.steps as unknown as Record<string, unknown>[];
    return { ...finished, result, reply: steps.find(({ type }) => type === "reply") };
  };
  const { host } = new URL(standIn.baseUrl);
  return { ...project, run, host, requests: standIn.requests };
}

it.each([[], ["--stream"]])(
  "asks the next provider where one fails, and says so wherever the reply is shown: %s",
  async (...flags) => {
    const { run, read, host, requests } = await writer({
      one: UNKNOWN,
      two: { reset: "before" },
      three: { say: "Hello!" },
    });
    const recorded = await run("--traffic", "record", ...flags);
    expect(recorded.code).toBe(0);
    expect(requests.map(({ path, body }) => [path.split("/")[1], body.model])).toEqual([
      ["one", "cheap"],
      ["two", "gpt-5.4"],
      ["three", "gpt-5.4"],
    ]);
    expect(requests.map(({ body }) => (body as { top_p?: number }).top_p)).toEqual([
      0.5,
      undefined,
      undefined,
    ]);
    const tried = [
      { model: "cheap", host, status: 404 },
      { model: "gpt-5.4", host, error: "UND_ERR_SOCKET" },
    ];
    expect(recorded.reply).toMatchObject({ model: "gpt-5.4", content: "Hello!", tried });
    expect(recorded.reply?.["cost"]).toBeGreaterThan(0);
    expect(recorded.result.summary.spending).toMatchObject({ "gpt-5.4": { calls: 1 } });

    const tape = read(`fixtures/writer/hi.1${flags.length > 0 ? ".stream" : ""}.jsonl`);
    expect([...tape.matchAll(/"host":"127.0.0.1","path":"\/(\w+)/g)].map(([, at]) => at)).toEqual([
      "one",
      "two",
      "three",
    ]);
    const replayed = await run(...flags);
    expect(replayed.code).toBe(0);
    expect(requests).toHaveLength(3);
    expect(replayed.reply).toMatchObject({ model: "gpt-5.4", tried });
    expect(unpackedPage(read("reports/writer.html"))).toContain(`"tried":${JSON.stringify(tried)}`);
  },
);

it("names every provider where none answers, and asks the first alone for a model of the command line", async () => {
  const { run, host, requests } = await writer({ one: UNKNOWN });
  const { code, result } = await run("--traffic", "record");
  expect(code).toBe(4);
  expect(result.cases[0]?.trials[0]?.error).toMatchObject({
    kind: "api",
    message: expect.stringContaining(
      `None of the providers answered: cheap at ${host} failed with 404; gpt-5.4 at ${host} failed with 503; gpt-5.4 at ${host} failed with 503. The last error: 503 Down for repairs. The agent's own client asks http://${host}/three/v1.`,
    ) as string,
  });
  await run("--traffic", "live", "--model-override", "other");
  expect(requests.slice(3).map(({ body }) => body.model)).toEqual(["other"]);
});

it("asks nobody else where a replay has no recording", async () => {
  const { run, read, write, requests } = await writer({ one: { say: "Hello!" } });
  await run("--traffic", "record");
  write(
    "evals/writer.ts",
    read("evals/writer.ts").replace('name: "Writer",', '$& instructions: "Write.",'),
  );
  const { code, result } = await run();
  expect(code).toBe(3);
  const error = result.cases[0]?.trials[0]?.error;
  expect(error).toMatchObject({ kind: "replay_miss" });
  expect(error?.message).not.toContain("None of the providers");
  expect(requests).toHaveLength(1);
});
