import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SuiteResult } from "../../src/results/result.ts";
import { TapeFile } from "../../src/traffic/tape/file.ts";
import { readTape } from "../../src/traffic/tape/text.ts";
import { startStandIn, type StandIn } from "../support/stand-in.ts";
import { anyModel, SUITE_MODELS } from "../support/models/suite-models.ts";
import { playSuites, type Played } from "./play-suites.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SUITES = Object.keys(SUITE_MODELS);
const FILES = SUITES.map((suite) => `evals/${suite}.jsonl`);
const WAYS = [
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

let scratch: string;
let standIn: StandIn;
/** By the way they are played, all suites replayed where there is nothing but the recordings. */
const replayed: Record<string, Played> = {};
/** The same, recorded anew. */
const recorded: Record<string, Played> = {};

// All suites share a process: starting one takes longer than replaying them.
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "suites-"));
  standIn = await startStandIn(anyModel());
  cpSync(join(ROOT, "fixtures"), join(scratch, "fixtures"), { recursive: true });
  for (const [way, flags] of WAYS) {
    replayed[way] = await play(flags);
    recorded[way] = await play(
      [...flags, "--traffic", "record", "--fixtures", join(scratch, "anew")],
      standIn.baseUrl,
    );
  }
}, 60_000);

afterAll(async () => {
  await standIn.close();
  rmSync(scratch, { recursive: true });
});

describe.each(SUITES)("the %s suite", (suite) => {
  const cases = readFileSync(join(ROOT, "evals", `${suite}.jsonl`), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CaseLine);
  const trials = cases
    .filter(({ skip }) => skip === undefined)
    .flatMap((each) =>
      Array.from({ length: each.trials ?? 1 }, (_, index) => ({ ...each, trial: index + 1 })),
    );

  it.each(WAYS)("replays from its recordings as %s, with no key", (way) => {
    expect(cases.length).toBeGreaterThanOrEqual(8);
    expect(replayed[way]?.suite(suite).summary).toMatchObject({
      cases: cases.length,
      passed: trials.length,
      failed: 0,
      errored: 0,
      skipped: cases.filter(({ skip }) => skip !== undefined).length,
      leftovers: 0,
    });
  });

  it.each(WAYS)("comes to the same when it is recorded anew as %s", (way) => {
    const [before, after] = [replayed[way], recorded[way]];
    expect(trajectories(after?.suite(suite))).toEqual(trajectories(before?.suite(suite)));
  });

  it("comes to the same streamed and not", () => {
    const [whole, streamed] = WAYS.map(([way]) => replayed[way]?.suite(suite));
    expect(trajectories(streamed)).toEqual(trajectories(whole));
  });

  it("has a recording of every trial both ways, and no others", () => {
    const expected = trials.flatMap(({ id, trial, stream, model_override: model }) => {
      const file = join(model ?? "", `${id}.${trial}`);
      return [...(stream === true ? [] : [`${file}.jsonl`]), `${file}.stream.jsonl`];
    });
    expect(tapes(join(ROOT, "fixtures", suite))).toEqual(expected.sort());
  });

  it("is recorded anew without the change of a byte", () => {
    const anew = contents(join(scratch, "anew", suite));
    for (const text of anew.values()) {
      const { header } = readTape(text, suite);
      new TapeFile(join(scratch, "fixtures"), header).save(text);
    }
    const committed = contents(join(ROOT, "fixtures", suite));
    expect([...anew.keys()]).toEqual([...committed.keys()]);
    expect(contents(join(scratch, "fixtures", suite))).toEqual(committed);
  });

  it("says in every recording that a stand-in answered", () => {
    const answerers = [...contents(join(ROOT, "fixtures", suite)).values()].map((text) => {
      const [header = ""] = text.split("\n");
      return (JSON.parse(header) as { answered_by: string }).answered_by;
    });
    expect(new Set(answerers)).toEqual(new Set(["stand-in"]));
  });
});

describe("the suites", () => {
  it("have a model each that answers for a provider", () => {
    const files = readdirSync(join(ROOT, "evals")).filter((file) => file.endsWith(".jsonl"));
    expect(FILES.toSorted()).toEqual(files.map((file) => `evals/${file}`).sort());
  });

  it.each(WAYS)("exit with 0 as %s, replayed and recorded", (way) => {
    expect([replayed[way]?.code, recorded[way]?.code]).toEqual([0, 0]);
  });

  it("replay without a warning, though Node may call what they use experimental", () => {
    expect(WAYS.map(([way]) => replayed[way]?.stderr)).toEqual(["", ""]);
  });

  it.each(WAYS)("ask no server as %s, even where there is one", async (_, flags) => {
    const asked = standIn.requests.length;
    const { code } = await play(flags, standIn.baseUrl);
    expect(code).toBe(0);
    expect(standIn.requests.length).toBe(asked);
  });

  it("come to the same by the Responses API", async () => {
    const config = join(scratch, "config.mjs");
    writeFileSync(config, 'export default { api: "responses" };');
    const anew = ["--traffic", "record", "--fixtures", join(scratch, "responses")];
    const args = ["evals/airline.jsonl", "--config", config, "--output", scratch, ...anew];
    const asked = standIn.requests.length;
    const played = await playSuites(args, standIn.baseUrl);
    const paths = standIn.requests.slice(asked).map(({ path }) => path);
    expect(new Set(paths)).toEqual(new Set(["/v1/responses"]));
    expect(trajectories(played.suite("airline"))).toEqual(
      trajectories(replayed["whole replies"]?.suite("airline")),
    );
  });

  it("fail, and say where, once an agent is told something else", async () => {
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
    const args = ["evals/airline.jsonl", "-t", "^greeting$", "--agents", agents];
    const changed = await playSuites([...args, "--output", scratch]);
    expect(changed.code).toBe(3);
    expect(changed.suite("airline").cases[0]?.trials[0]?.error).toMatchObject({
      kind: "replay_miss",
      message: expect.stringContaining("Answer everything yourself."),
    });
  });
});

function play(flags: readonly string[], baseUrl?: string): Promise<Played> {
  return playSuites([...FILES, "--output", scratch, ...flags], baseUrl);
}

function tapes(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".jsonl"))
    .sort();
}

/** The recordings of a folder, by their files. */
function contents(folder: string): Map<string, string> {
  return new Map(tapes(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]));
}

/** All that a run says of what the agents did, without what took time. */
function trajectories(result: SuiteResult | undefined) {
  if (result === undefined) throw new Error("nothing was played");
  return result.cases.map(({ id, trials }) => ({
    id,
    trials: trials.map(({ duration_ms: _, checks, steps, ...trial }) => ({
      ...trial,
      steps: steps.map((step) => ({ ...step, at: 0 })),
      checks: checks.filter(({ check }) => check !== "max_latency_ms"),
    })),
  }));
}
