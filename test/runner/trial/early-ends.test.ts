import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult, TrialResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

/** Two agents that each can do nothing but hand over to the other, and one tool. */
const AGENTS = `
import { Agent } from "swarm-eval";
/** Looks something up. */
const search = (query: string) => "nothing about " + query;
const toSupport = () => support;
const toSales = () => sales;
const sales = new Agent({ name: "Sales", functions: [toSupport, search] });
const support = new Agent({ name: "Support", functions: [toSales] });
export default sales;
`;

/** Hands over to the other agent, whatever it is told; when it is told to search, searches for something new each time. */
function pingPong({ body, index }: StandInRequest): StandInReply {
  const user = body.messages.findLast(({ role }) => role === "user")?.content ?? "";
  if (user === "Hi!") return { say: "Hello!" };
  if (user === "Search!")
    return { calls: [{ name: "search", arguments: { query: `no. ${index}` } }] };
  const names = body.tools?.map((tool) => tool.function.name) ?? [];
  return { calls: [{ name: names.includes("toSales") ? "toSales" : "toSupport" }] };
}

interface Played {
  readonly code: number | null;
  readonly stdout: string;
  /** The trial of each case, by its id. */
  readonly trials: Readonly<Record<string, TrialResult>>;
}

/** A project with these cases, played against a model that goes round in circles. */
async function looping(...cases: readonly object[]) {
  const server = await startStandIn(pingPong);
  onTestFinished(() => server.close());
  const project = newProject({ "evals/loop.ts": AGENTS, "evals/loop.jsonl": jsonl(...cases) });
  const run = async (...flags: readonly string[]): Promise<Played> => {
    const { code, stdout, stderr } = await project.swarmEval(
      ["run", "evals/loop.jsonl", ...flags],
      {
        OPENAI_BASE_URL: server.baseUrl,
      },
    );
    if (code === 2) throw new Error(stderr);
    const result = JSON.parse(project.read("reports/loop.json")) as SuiteResult;
    const trials = result.cases.map(({ id, trials: [trial] }) => [id, trial as TrialResult]);
    return { code, stdout, trials: Object.fromEntries(trials) };
  };
  return { server, project, run };
}

/** What each is forbidden, after how many completions that is lost, and the reason. */
const FORBIDDEN: readonly (readonly [
  name: string,
  expect: object,
  calls: number,
  reason: string,
])[] = [
  ["max", { handoffs: { max: 3 } }, 4, "expected at most 3 handoffs, got 4"],
  ["never", { handoffs: { never: [["Support", "Sales"]] } }, 2, "no handoff Support → Sales"],
  ["route", { handoffs: ["Support"] }, 2, "handoff 2, Support → Sales in turn 1, was not expected"],
  ["max_model_calls", { max_model_calls: 2 }, 3, "expected at most 2 model calls, got 3"],
  ["max_tokens", { max_tokens: 1 }, 1, "expected at most 1 token"],
  ["max_cost", { max_cost: 0 }, 1, "expected at most 0 US dollars"],
  ["max_latency_ms", { max_latency_ms: 0 }, 1, "expected at most 0 ms"],
  ["not_called", { not_called: ["toSales"] }, 2, "expected no call of toSales"],
  ["exact", { tool_calls: ["toSupport"] }, 2, "toSales() by Support in turn 1 was not expected"],
  ["subset", { tool_calls: { mode: "subset", calls: ["toSupport"] } }, 2, "is not in the list"],
];

describe("what a case forbids", () => {
  it("ends it at once, in a replay as in its recording, and is not asked again", async () => {
    const cases = FORBIDDEN.map(([id, expected]) => ({ id, user: "Go!", expect: expected }));
    const { server, run } = await looping(...cases);
    const { code, trials } = await run("--traffic", "record");
    expect(code).toBe(1);
    for (const [id, , calls, reason] of FORBIDDEN) {
      const early = { turn: 1, turns_left: 0, saved_calls: null };
      const ended = { verdict: "failed", error: null, ended_early: early, model_calls: calls };
      expect(trials[id]).toMatchObject(ended);
      expect(trials[id]?.checks.map((check) => check.reason).join()).toContain(reason);
    }
    const asked = server.requests.length;
    for (const traffic of ["replay", "record"]) {
      const again = await run("--traffic", traffic);
      expect(again.code).toBe(1);
      for (const [id, { checks, model_calls }] of Object.entries(trials)) {
        const failed = checks.map(({ check, verdict }) => ({ check, verdict }));
        expect(again.trials[id]).toMatchObject({ error: null, checks: failed, model_calls });
      }
    }
    expect(server.requests).toHaveLength(asked);
  });

  it("says what that saved, of a recording that goes on", async () => {
    const turns = [{ user: "Go!" }, { user: "Hi!" }, { user: "Hi!" }];
    const { project, run } = await looping({
      id: "saved",
      turns,
      max_turns: 8,
      expect: { max_model_calls: 20 },
    });
    expect(await run("--traffic", "record")).toMatchObject({ code: 0 });
    project.write(
      "evals/loop.jsonl",
      jsonl({ id: "saved", turns, max_turns: 8, expect: { handoffs: { max: 2 } } }),
    );
    const { code, stdout, trials } = await run();
    expect(code).toBe(1);
    expect(trials["saved"]?.ended_early).toEqual({ turn: 1, turns_left: 2, saved_calls: 7 });
    expect(stdout).toContain("Ended in turn 1, which saved 2 turns and 7 recorded completions.");
  });

  it("does not end a conversation that is over anyway", async () => {
    const { run } = await looping({
      id: "over",
      user: "Hi!",
      expect: { max_tokens: 1, output: { contains: "Hello" } },
    });
    const { over } = (await run("--traffic", "live")).trials;
    expect(over?.ended_early).toBeUndefined();
    expect(over?.checks.map(({ check, verdict }) => [check, verdict])).toEqual([
      ["output", "passed"],
      ["max_tokens", "failed"],
    ]);
  });
});

describe("a turn that does not end", () => {
  const SEARCH = { id: "search", user: "Search!", expect: { output: { contains: "found" } } };
  const LOOP = { id: "loop", user: "Go!", expect: { output: { contains: "sold" } } };

  it("has failed when the time runs out in it, and is replayed to the same end", async () => {
    const { server, project, run } = await looping(LOOP, SEARCH);
    const recorded = await run("--traffic", "record", "--timeout", "1500");
    expect(recorded.code).toBe(1);
    expect(recorded.trials["loop"]).toMatchObject({ verdict: "failed", error: null });
    expect(recorded.trials["loop"]?.checks[0]?.reason).toMatch(
      /^turn 1 had not ended after 1500 ms and \d+ completions: it went in a loop, the same \d+ times in a row: (?:Sales called toSupport, then Support called toSales|Support called toSales, then Sales called toSupport)$/,
    );
    expect(recorded.trials["search"]?.checks[0]?.reason).toMatch(
      /it went in a loop, the same \d+ times in a row: Sales called search$/,
    );
    expect(recorded.stdout).toMatch(/Sales → Support, \d+ times/);
    expect(recorded.stdout.split("\n").length).toBeLessThan(40);
    const asked = server.requests.length;
    for (const traffic of ["replay", "record"]) {
      const again = await run("--traffic", traffic);
      expect(again.code).toBe(1);
      for (const id of ["loop", "search"])
        expect(again.trials[id]).toMatchObject({
          error: null,
          verdict: "failed",
          checks: recorded.trials[id]?.checks,
        });
    }
    expect(server.requests).toHaveLength(asked);
    // What is asked otherwise is a miss as ever.
    project.write("evals/loop.jsonl", jsonl({ ...LOOP, user: "Go on!" }));
    expect((await run()).trials["loop"]?.error?.kind).toBe("replay_miss");
  });

  it("is cut by --max-turns, which fails it, and by its own max_turns, which only shows", async () => {
    const own = {
      ...LOOP,
      id: "own",
      max_turns: 3,
      expect: { tool_calls: { mode: "in_order", calls: ["toSales"] } },
    };
    const { server, run } = await looping(LOOP, SEARCH, own);
    const { code, stdout, trials } = await run("--traffic", "record", "--max-turns", "5");
    expect(code).toBe(1);
    for (const id of ["loop", "search"]) {
      expect(trials[id]?.model_calls).toBe(5);
      expect(trials[id]?.checks.find(({ check }) => check === "max_turns")?.reason).toMatch(
        /^expected the turn to end within 5 completions, the limit of --max-turns or maxTurns in the config, but S\w+ was to be asked again$/,
      );
      expect(trials[id]?.steps.at(-1)).toMatchObject({ type: "turn_limit", max_turns: 5 });
    }
    expect(trials["own"]).toMatchObject({ verdict: "passed", model_calls: 3 });
    expect(trials["own"]?.steps.at(-1)).toMatchObject({ type: "turn_limit", max_turns: 3 });
    expect(stdout).toContain("(ended after 5 completions, the limit of the turn)");
    expect(stdout).toContain("(the same calls 4 more times)");
    const asked = server.requests.length;
    for (const traffic of ["replay", "record"]) {
      const again = await run("--traffic", traffic, "--max-turns", "5");
      expect(again.trials["loop"]?.checks).toEqual(trials["loop"]?.checks);
    }
    expect(server.requests).toHaveLength(asked);
  });

  it("is cut by the config's maxTurns", async () => {
    const { project, run } = await looping(LOOP);
    project.write("swarm-eval.config.ts", "export default { maxTurns: 4 };");
    expect((await run("--traffic", "live")).trials["loop"]?.model_calls).toBe(4);
  });
});
