import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SuiteResult } from "../../src/results/result.ts";
import { airlineModel } from "../support/airline-model.ts";
import { startStandIn } from "../support/stand-in.ts";
import type { StandIn, StandInReply, StandInRequest } from "../support/stand-in.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BOTH_WAYS = [
  ["whole replies", []],
  ["streams", ["--stream"]],
] as const;

interface CaseLine {
  readonly id: string;
  readonly trials?: number;
  readonly stream?: boolean;
  readonly skip?: string;
  readonly model_override?: string;
}

const cases = readFileSync(join(ROOT, "evals/airline.jsonl"), "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as CaseLine);

let scratch: string;
let standIn: StandIn;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "airline-"));
  standIn = await startStandIn(airlineModel());
});

afterAll(async () => {
  await standIn.close();
  rmSync(scratch, { recursive: true });
});

describe("the airline suite", () => {
  it.each(BOTH_WAYS)("replays from its recordings as %s, with no key", async (_, flags) => {
    const { code, result } = await play(flags, {});
    expect(code).toBe(0);
    expect(result.summary).toMatchObject({
      cases: cases.length,
      passed: trialsOf(cases).length,
      failed: 0,
      errored: 0,
      skipped: 1,
      leftovers: 0,
    });
  });

  it.each(BOTH_WAYS)("asks no server as %s, even where there is one", async (_, flags) => {
    const asked = standIn.requests.length;
    const { code } = await play(flags, { OPENAI_BASE_URL: standIn.baseUrl });
    expect(code).toBe(0);
    expect(standIn.requests.length).toBe(asked);
  });

  it("has a recording of every trial both ways, and no others", () => {
    const expected = trialsOf(cases).flatMap(({ id, trial, stream, model_override: model }) => {
      const file = join(model ?? "", `${id}.${trial}`);
      return [...(stream === true ? [] : [`${file}.jsonl`]), `${file}.stream.jsonl`];
    });
    expect(tapes(join(ROOT, "fixtures/airline"))).toEqual(expected.sort());
  });

  it("says in every recording that a stand-in answered", () => {
    const folder = join(ROOT, "fixtures/airline");
    const answerers = tapes(folder).map((file) => {
      const [header = ""] = readFileSync(join(folder, file), "utf8").split("\n");
      return (JSON.parse(header) as { answered_by: string }).answered_by;
    });
    expect(new Set(answerers)).toEqual(new Set(["stand-in"]));
  });

  it.each(BOTH_WAYS)("comes to the same when it is recorded anew as %s", async (way, flags) => {
    const replayed = await play(flags, {});
    const again = ["--traffic", "update", "--fixtures", join(scratch, way)];
    const recorded = await play([...flags, ...again], { OPENAI_BASE_URL: standIn.baseUrl });
    expect(recorded.code).toBe(0);
    expect(trajectories(recorded.result)).toEqual(trajectories(replayed.result));
  });

  it("comes to the same streamed and not", async () => {
    const [whole, streamed] = [await play([], {}), await play(["--stream"], {})];
    expect(trajectories(streamed.result)).toEqual(trajectories(whole.result));
  });

  it("fails, and says where, once an agent is told something else", async () => {
    const agents = join(scratch, "changed.mjs");
    const airline = new URL("../../evals/airline.ts", import.meta.url).href;
    writeFileSync(
      agents,
      `import airline from ${JSON.stringify(airline)};
      export default () => {
        const team = airline();
        team.agent.instructions = "Answer everything yourself.";
        return team;
      };`,
    );
    const { code, result } = await play(["-t", "^greeting$", "--agents", agents], {});
    expect(code).toBe(3);
    expect(result.cases[0]?.trials[0]?.error).toMatchObject({
      kind: "replay_miss",
      message: expect.stringContaining("Answer everything yourself."),
    });
  });
});

describe("the model that the stand-in plays", () => {
  const tools = [{ function: { name: "transferToLostBaggage" } }];

  it.each<[sentence: string, said: string[], offered: typeof tools, reply: StandInReply]>([
    [
      "answers the user of a case",
      ["My suitcase did not arrive!"],
      tools,
      { calls: [{ name: "transferToLostBaggage", arguments: {} }] },
    ],
    [
      "refuses a user of no case",
      ["Tell me a joke."],
      tools,
      refusal('No case of the airline suite has a user who says "Tell me a joke." here.'),
    ],
    [
      "refuses a turn that its case has not",
      ["My suitcase did not arrive!", "Hello?"],
      tools,
      refusal('No case of the airline suite has a user who says "Hello?" here.'),
    ],
    [
      "refuses to call what is not offered",
      ["My suitcase did not arrive!"],
      [],
      refusal(
        "The script of route-to-baggage calls transferToLostBaggage in turn 1, where it is not offered; these are: none.",
      ),
    ],
  ])("%s", (_, said, offered, reply) => {
    const messages = said.map((content) => ({ role: "user", content }));
    const request = { body: { model: "gpt-4o", messages, tools: offered } };
    expect(airlineModel()(request as unknown as StandInRequest)).toEqual(reply);
  });
});

function refusal(message: string): StandInReply {
  const error = { message, type: "stand_in", param: null, code: null };
  return { status: 400, raw: JSON.stringify({ error }) };
}

/** Runs the suite by the command line, with nothing of the API in its environment but what is given. */
async function play(
  flags: readonly string[],
  api: { readonly OPENAI_BASE_URL?: string },
): Promise<{ code: number; result: SuiteResult }> {
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith("OPENAI_")),
  );
  const args = ["run", "evals/airline.jsonl", "--json", "--output", scratch, ...flags];
  const { code, stdout, stderr } = await execute(args, { ...environment, ...api });
  if (!stdout.startsWith("{")) throw new Error(`swarm-eval gave no result, but: ${stderr}`);
  return { code, result: JSON.parse(stdout) as SuiteResult };
}

function execute(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: ROOT, env, maxBuffer: 64 * 2 ** 20 };
    execFile(
      process.execPath,
      [join(ROOT, "bin/swarm-eval.js"), ...args],
      options,
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

function trialsOf(played: readonly CaseLine[]) {
  return played
    .filter(({ skip }) => skip === undefined)
    .flatMap((each) =>
      Array.from({ length: each.trials ?? 1 }, (_, index) => ({ ...each, trial: index + 1 })),
    );
}

function tapes(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".jsonl"))
    .sort();
}

/** All that a run says of what the agents did, without what took time. */
function trajectories({ cases: results }: SuiteResult) {
  return results.map(({ id, trials }) => ({
    id,
    trials: trials.map(({ duration_ms: _, checks, ...trial }) => ({
      ...trial,
      checks: checks.filter(({ check }) => check !== "max_latency_ms"),
    })),
  }));
}
