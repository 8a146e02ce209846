import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { startOrigin } from "../support/origin.ts";
import {
  startStandIn,
  type StandIn,
  type StandInReply,
  type StandInRequest,
} from "../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "./shop.ts";

type Model = (request: StandInRequest) => StandInReply | Promise<StandInReply>;

async function standIn(model: Model = shopModel): Promise<StandIn> {
  const server = await startStandIn(model);
  onTestFinished(() => server.close());
  return server;
}

function shop(...cases: readonly object[]): Project {
  return newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...cases) });
}

/** A shop whose cases were recorded from the model. */
async function recordedShop(cases: readonly object[], model: Model = shopModel): Promise<Project> {
  const project = shop(...cases);
  const server = await standIn(model);
  const { code, stdout, stderr } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect({ code, stderr, stdout: code === 0 ? "" : stdout }).toEqual({
    code: 0,
    stderr: "",
    stdout: "",
  });
  return project;
}

/** The output without what differs from run to run. */
function steady(text: string): string {
  return text.replaceAll(/ *\b\d+(?:\.\d+)? m?s\b/g, " …").replaceAll(/(?<=\S) {2,}/g, "  ");
}

interface ResultFile {
  readonly cases: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly trials: readonly {
      readonly trial: number;
      readonly steps: readonly { readonly at: number }[];
      readonly error: { readonly kind: string } | null;
    }[];
  }[];
  readonly summary: Readonly<Record<string, unknown>>;
  readonly stopped: string | null;
}

function result(project: Project): ResultFile {
  return JSON.parse(project.read("reports/shop.json")) as ResultFile;
}

it("replays what was recorded, with neither key nor network", async () => {
  const project = await recordedShop([REFUND, GREETING]);
  const { code, stdout, stderr } = await project.start(["run", "evals/shop.jsonl"]).finished;
  expect(steady(stdout)).toMatchInlineSnapshot(`
    "case  verdict  route of agents  calls  cost  time
    refund  passed  Triage → Refunds  2  $0.0023 …
    greeting  passed  Triage  0  $0.00040 …

    2 passed · 560 tokens · $0.0027 · …
    "
  `);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

it("says what was recorded for whom, and by whom", async () => {
  const project = await recordedShop([GREETING]);
  const [header] = project.read("fixtures/shop/greeting.1.jsonl").split("\n");
  expect(JSON.parse(header ?? "")).toMatchObject({
    case: "greeting",
    trial: 1,
    model: null,
    answered_by: "stand-in",
  });
});

it("exits 3 where a trial has no recording, and says how to make one", async () => {
  const project = shop(GREETING);
  const { code, stdout } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(steady(stdout)).toMatchInlineSnapshot(`
    "case  verdict  route of agents  calls  cost  time
    greeting  errored  Triage  0  $0 …

    ERRORED  greeting  evals/shop.jsonl:1
      No recording answers POST /chat/completions, asked by Triage in turn 1.
        There is no recording fixtures/shop/greeting.1.jsonl.
        To record it: npx swarm-eval run evals/shop.jsonl -t '^greeting$' --traffic record
      │  1 User: Hi!
      │  (broke off here)

    0 passed, 1 errored · 0 tokens · $0 · …
    "
  `);
  expect(code).toBe(3);
});

it("explains what a changed prompt no longer fits", async () => {
  const project = await recordedShop([REFUND]);
  project.write("evals/shop.ts", SHOP.replace("Refund orders.", "Refund orders, but never twice."));
  const { code, stdout } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(steady(stdout)).toMatchInlineSnapshot(`
    "case  verdict  route of agents  calls  cost  time
    refund  errored  Triage → Refunds  1  $0.00071 …

    ERRORED  refund  evals/shop.jsonl:1
      No recording answers POST /chat/completions, asked by Refunds in turn 1.
        Nearest is recording 2 of 3 in fixtures/shop/refund.1.jsonl. It differs in messages[0].content (system):
            - Refund orders.
            + Refund orders, but never twice.
        If the change is meant, record the case again: npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic update
        If it is not, undo it, and the recording fits again.
      │  1 User: Please refund 7.
      │  Triage calls transferToRefunds() → Refunds
      │  (broke off here)

    0 passed, 1 errored · 104 tokens · $0.00071 · …
    "
  `);
  expect(code).toBe(3);
});

it("exits 1 where a check fails, and says which agent did what in which turn", async () => {
  const project = await recordedShop([REFUND]);
  project.write(
    "evals/shop.jsonl",
    jsonl({
      ...REFUND,
      expect: { ...REFUND.expect, not_called: ["refund"], state: { orders: { 7: "delivered" } } },
    }),
  );
  const { code, stdout } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(steady(stdout)).toMatchInlineSnapshot(`
    "case  verdict  route of agents  calls  cost  time
    refund  failed  Triage → Refunds  2  $0.0017 …

    FAILED  refund  evals/shop.jsonl:1
      not_called: expected no call of refund, got: refund({"order":7,"reason":"asked"}) by Refunds in turn 1
      Ended in turn 1, which saved 1 recorded completion.
      │  1 User: Please refund 7.
      │  Triage calls transferToRefunds() → Refunds
      │  Refunds calls refund({"order":7,"reason":"asked"}), which was not answered
      │  (ended here)

    0 passed, 1 failed · 276 tokens · $0.0017 · …
    "
  `);
  expect(code).toBe(1);
});

it("exits 3 for recordings that nothing asks for any more, and update drops them", async () => {
  const script = {
    id: "twice",
    turns: [{ user: "Hi!", expect: { tool_calls: [] } }, { user: "Hi again!" }],
  };
  const project = await recordedShop([script]);
  project.write("evals/shop.jsonl", jsonl({ ...script, turns: script.turns.slice(0, 1) }));
  const replayed = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(replayed.code).toBe(3);
  expect(steady(replayed.stdout)).toMatchInlineSnapshot(`
    "case  verdict  route of agents  calls  cost  time
    twice  passed  Triage  0  $0.00040 …

    1 recording left over in 1 case: the agents no longer ask for what was recorded.
      twice: recording 2 of 2 in fixtures/shop/twice.1.jsonl was not asked for
      If that is meant, record the case again: the same command with -t '^twice$' --traffic update

    1 passed · 81 tokens · $0.00040 · …
    "
  `);
  const server = await standIn();
  const updated = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "update"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  expect(updated.code).toBe(0);
  expect((await project.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(0);
});

it("records only what is missing, and updates from the first request that changed", async () => {
  const project = await recordedShop([GREETING]);
  project.write("evals/shop.jsonl", jsonl(GREETING, REFUND));
  const server = await standIn();
  const asked = async (traffic: "record" | "update"): Promise<unknown[]> => {
    const before = server.requests.length;
    const { code } = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", traffic], {
      OPENAI_BASE_URL: server.baseUrl,
    });
    expect(code).toBe(0);
    return server.requests.slice(before).map(({ body: { messages } }) => messages[0]?.content);
  };
  expect(await asked("record")).toEqual([
    "Find out who can help.",
    "Refund orders.",
    "Refund orders.",
  ]);
  expect(await asked("update")).toEqual([]);
  const [greeting, refund] = ["fixtures/shop/greeting.1.jsonl", "fixtures/shop/refund.1.jsonl"];
  const firstReply = (): string | undefined => /^{"reply":1,.*/m.exec(project.read(refund))?.[0];
  const before = { greeting: project.read(greeting), reply: firstReply() };
  project.write("evals/shop.ts", SHOP.replace("Refund orders.", "Refund orders at once."));
  expect(await asked("update")).toEqual(Array(2).fill("Refund orders at once."));
  expect({ greeting: project.read(greeting), reply: firstReply() }).toEqual(before);
  expect(project.read(refund)).not.toContain("Refund orders.");
  expect((await project.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(0);
});

it("records what is missing without dropping what is not asked for any more", async () => {
  const turns = [{ user: "Hi!", expect: { tool_calls: [] } }, { user: "Hi again!" }];
  const project = await recordedShop([{ id: "talk", turns }]);
  project.write("evals/shop.jsonl", jsonl({ id: "talk", turns: [turns[0], { user: "Hello?" }] }));
  const server = await standIn();
  const { code, stdout } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(server.requests.map(({ body }) => body.messages.at(-1)?.content)).toEqual(["Hello?"]);
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("recording 2 of 2 in fixtures/shop/talk.1.jsonl") as string,
  });
  const tape = project.read("fixtures/shop/talk.1.jsonl");
  expect(["Hi again!", "Hello?"].filter((said) => !tape.includes(said))).toEqual([]);
});

it("keeps no recording of a trial that broke off by itself", async () => {
  const project = shop(REFUND);
  const server = await standIn((request) =>
    request.index === 0 ? shopModel(request) : { hang: true },
  );
  const { code } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record", "--timeout", "500"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(code).toBe(4);
  expect(server.requests).toHaveLength(2);
  expect(() => project.read("fixtures/shop/refund.1.jsonl")).toThrow("ENOENT");
});

it("ends a trial by what no recording answers, also where a tool makes light of it", async () => {
  const agents = `
import { Agent } from "swarm-eval";
async function weather() {
  return fetch("http://127.0.0.1:8765/weather").then((reply) => reply.text(), () => "Sunny.");
}
export default new Agent({ name: "Clerk", functions: [weather] });
`;
  const project = newProject({
    "evals/shop.ts": agents.replace("return fetch", 'return "Sunny."; fetch'),
    "evals/shop.jsonl": jsonl({ id: "a", user: "Weather?", expect: { tool_calls: ["weather"] } }),
  });
  const server = await standIn(({ body }) =>
    body.messages.length > 2 ? { say: "Sunny." } : { calls: [{ name: "weather" }] },
  );
  await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  project.write("evals/shop.ts", agents);
  const { code, stdout } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(code).toBe(3);
  expect(stdout).toContain("No recording answers GET /weather, asked by Clerk in turn 1.");
  expect(result(project).cases[0]?.trials[0]?.error?.kind).toBe("replay_miss");
});

it("plays by streaming with the same trajectory, from recordings of its own", async () => {
  const project = await recordedShop([REFUND]);
  const server = await standIn();
  await project.swarmEval(["run", "evals/shop.jsonl"]);
  const whole = result(project);
  const recorded = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--stream", "--traffic", "record"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(recorded.code).toBe(0);
  const replayed = await project.swarmEval(["run", "evals/shop.jsonl", "--stream"]);
  expect(replayed.code).toBe(0);
  const steps = ({ cases }: ResultFile): unknown =>
    cases.map(({ trials }) =>
      trials.map((trial) => ({
        ...trial,
        duration_ms: 0,
        steps: trial.steps.map((step) => ({ ...step, at: 0 })),
      })),
    );
  expect(steps(result(project))).toEqual(steps(whole));
  expect(readdirSync(join(project.directory, "fixtures", "shop")).sort()).toEqual([
    "refund.1.jsonl",
    "refund.1.stream.jsonl",
  ]);
});

it("exits 4 where the API fails, and never calls that a failure of the agents", async () => {
  const project = shop(GREETING);
  const server = await standIn(() => ({
    status: 400,
    raw: '{"error":{"message":"The model is overwhelmed.","code":"overwhelmed"}}',
  }));
  const { code, stdout } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "live"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(steady(stdout)).toMatchInlineSnapshot(`
    "case  verdict  route of agents  calls  cost  time
    greeting  errored  Triage  0  $0 …

    ERRORED  greeting  evals/shop.jsonl:1
      BadRequestError: 400 The model is overwhelmed.
      │  1 User: Hi!
      │  (broke off here)

    0 passed, 1 errored · 0 tokens · $0 · …
    "
  `);
  expect(code).toBe(4);
  expect(result(project).summary).toMatchObject({ failed: 0, errored: 1, pass_rate: null });
});

it.each([
  ["429 with a wait", { status: 429, headers: { "retry-after-ms": "1" }, raw: "{}" }],
  [
    "500 that is to be asked again at once",
    { status: 500, headers: { "retry-after": "0" }, raw: "{}" },
  ],
])("asks again what the provider says to ask again: %s", async (_, refusal) => {
  const project = shop(GREETING);
  const server = await standIn((request) => (request.index < 2 ? refusal : shopModel(request)));
  const recorded = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  expect(recorded.code).toBe(0);
  expect(server.requests).toHaveLength(3);
  // The refusals are on the tape, and are played again without their waits.
  const replayed = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(replayed.code).toBe(0);
  expect(project.read("fixtures/shop/greeting.1.jsonl").match(/"reply":/g)).toHaveLength(3);
});

it("gives up on a provider that keeps refusing, and does not keep that over a good recording", async () => {
  const project = await recordedShop([GREETING]);
  const before = project.read("fixtures/shop/greeting.1.jsonl");
  project.write(
    "evals/shop.ts",
    SHOP.replace("Find out who can help.", "Find out what is wanted."),
  );
  const server = await standIn(() => ({
    status: 503,
    headers: { "retry-after-ms": "1" },
    raw: "down",
  }));
  const { code } = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "update"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  expect(code).toBe(4);
  expect(server.requests).toHaveLength(5);
  expect(project.read("fixtures/shop/greeting.1.jsonl")).toBe(before);
});

it("ends a trial that takes too long, and says where it was", async () => {
  const project = shop(GREETING);
  const server = await standIn(() => ({ hang: true }));
  const { code, stdout } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "live", "--timeout", "50"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(code).toBe(4);
  expect(stdout).toContain(
    "The trial took longer than 50 ms, while Triage was at work in turn 1. Give it more with --timeout.",
  );
});

it("says of a trial that takes too long what the API was asked again after", async () => {
  const project = shop(GREETING);
  const server = await standIn(() => ({
    status: 429,
    headers: { "retry-after": "30" },
    raw: JSON.stringify({ error: { message: "Too many requests this minute." } }),
  }));
  const { code } = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "live", "--timeout", "1000"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(code).toBe(4);
  const { cases } = JSON.parse(project.read("reports/shop.json"));
  expect(cases[0].trials[0].error).toEqual({
    kind: "timeout",
    turn: 1,
    message:
      "The trial took longer than 1000 ms, while Triage was at work in turn 1, and the API was asked again after " +
      "RateLimitError: 429 Too many requests this minute. Give it more with --timeout.",
  });
});

it("says of a replay that waits for what was never answered how to record that", async () => {
  const server = await startOrigin();
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/shop.jsonl": `${JSON.stringify(GREETING)}\n`,
    "evals/shop.ts": `
      import { Agent } from "swarm-eval";
      export default async () => {
        const asked = fetch(${JSON.stringify(`${server.url}/hang`)});
        if (process.env.WAITS) await asked;
        return new Agent({ name: "Triage" });
      };`,
  });
  const model = await standIn();
  const run = ["run", "evals/shop.jsonl"];
  await project.swarmEval([...run, "--traffic", "record"], { OPENAI_BASE_URL: model.baseUrl });
  await project.swarmEval([...run, "--timeout", "500"], { WAITS: "1" });
  const { cases } = JSON.parse(project.read("reports/shop.json"));
  expect(cases[0].trials[0].error.message).toMatchInlineSnapshot(`
    "The trial took longer than 500 ms, while the agents were made. GET /hang had no answer by the end of the trial that was recorded, and gets none from the recording: if that is waited for now, delete fixtures/shop/greeting.1.jsonl, and record the case anew: npx swarm-eval run evals/shop.jsonl -t '^greeting$' --traffic record
    If not, give it more with --timeout."
  `);
});

it("counts the time that a factory let pass in a replay", async () => {
  const project = newProject({
    "evals/shop.jsonl": `${JSON.stringify(GREETING)}\n`,
    "evals/shop.ts": "export default () => new Promise(() => {});\n",
  });
  const { code, stdout } = await project.swarmEval(["run", "evals/shop.jsonl", "--timeout", "50"]);
  expect(code).toBe(4);
  expect(stdout).toContain("took longer than 50 ms, while the agents were made");
  const { cases } = JSON.parse(project.read("reports/shop.json"));
  expect(cases[0].trials[0]).toMatchObject({ duration_ms: 50, turns: [] });
});

it("keeps what had finished where it is killed while the first case is still played", async () => {
  const project = shop({ ...GREETING, id: "slow" }, GREETING, { ...GREETING, id: "last" });
  const running: { child?: { kill(signal: "SIGKILL"): boolean } } = {};
  const server = await standIn((request) => {
    if (request.index === 1) return shopModel(request);
    if (request.index === 2) running.child?.kill("SIGKILL");
    return { hang: true };
  });
  const { child, finished } = project.start(
    ["run", "evals/shop.jsonl", "--traffic", "live", "--concurrency", "2"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  running.child = child;
  expect((await finished).code).toBeNull();
  const { code, stderr } = await project.swarmEval(["report", "reports/shop.json"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      "There is no result reports/shop.json: that run was broken off. What had finished is in reports/shop.journal. To see it: npx swarm-eval report reports/shop.journal; to go on: npx swarm-eval run … --resume.\n",
  });
  const { code: killed, stdout } = await project.swarmEval(["report", "reports/shop.journal"]);
  expect(stdout).toMatch(/^greeting +passed/m);
  expect(stdout).not.toContain("slow");
  expect(killed).toBe(130);
});

it("counts all of a run in its duration", async () => {
  const project = newProject({
    "evals/shop.jsonl": jsonl(GREETING),
    "evals/shop.ts": "export default () => new Promise(() => {});\n",
  });
  await project.swarmEval(["run", "evals/shop.jsonl", "--timeout", "50"]);
  const { duration_ms: whole, cases } = JSON.parse(project.read("reports/shop.json"));
  expect(whole).toBeGreaterThanOrEqual(cases[0].trials[0].duration_ms - 1);
});

it("keeps what had finished when it is interrupted", async () => {
  const cases = Array.from({ length: 6 }, (_, index) => ({ ...GREETING, id: `greeting-${index}` }));
  const project = shop(...cases);
  const running: { child?: { kill(signal: "SIGINT"): boolean } } = {};
  const server = await standIn((request) => {
    if (request.index < 3) return shopModel(request);
    running.child?.kill("SIGINT");
    return { hang: true };
  });
  const { child, finished } = project.start(
    ["run", "evals/shop.jsonl", "--traffic", "record", "--concurrency", "1"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  running.child = child;
  const { code, stdout } = await finished;
  expect(code).toBe(130);
  expect(stdout).toContain("3 passed");
  expect(result(project)).toMatchObject({
    stopped: "interrupted",
    summary: { cases: 3, trials: 3, passed: 3 },
  });
  expect(readdirSync(join(project.directory, "fixtures", "shop"))).toHaveLength(3);
});

it("stops after so many cases that did not pass", async () => {
  const wrong = { user: "Hi!", expect: { tool_calls: ["refund"] } };
  const project = await recordedShop([GREETING]);
  project.write(
    "evals/shop.jsonl",
    jsonl(
      { id: "a", ...wrong },
      { id: "b", ...wrong },
      { id: "c", ...wrong },
      { id: "d", ...wrong },
    ),
  );
  const { code } = await project.swarmEval([
    "run",
    "evals/shop.jsonl",
    "--bail",
    "2",
    "--concurrency",
    "1",
  ]);
  expect(code).toBe(3);
  expect(JSON.parse(project.read("reports/shop.partial.json"))).toMatchObject({
    stopped: "bail",
    summary: { cases: 2 },
  });
});

it("tells several suites apart, and says at the end which did not pass", async () => {
  const project = await recordedShop([GREETING]);
  const wrong = { user: "Hi!", expect: { tool_calls: ["refund"] } };
  project.write("evals/one.jsonl", jsonl({ id: "a", ...wrong }, { id: "b", ...wrong }));
  project.write("evals/two.jsonl", jsonl({ id: "c", ...wrong }, { id: "d", ...wrong }));
  project.write("evals/three.jsonl", jsonl({ id: "e", ...wrong }));
  const run = (...flags: string[]) =>
    project.swarmEval([
      "run",
      "evals/shop.jsonl",
      "evals/one.jsonl",
      "evals/two.jsonl",
      "evals/three.jsonl",
      "--agents",
      "evals/shop.ts",
      "--concurrency",
      "1",
      ...flags,
    ]);
  const heads = (stdout: string) =>
    stdout.split("\n").filter((line) => /^evals|suites|: exit/.test(line));
  const all = await run();
  expect(all.code).toBe(3);
  expect(heads(all.stdout)).toMatchInlineSnapshot(`
    [
      "evals/shop.jsonl",
      "evals/one.jsonl",
      "evals/two.jsonl",
      "evals/three.jsonl",
      "1 of 4 suites passed",
      "  evals/one.jsonl    0 passed, 2 errored: exit 3",
      "  evals/two.jsonl    0 passed, 2 errored: exit 3",
      "  evals/three.jsonl  0 passed, 1 errored: exit 3",
    ]
  `);
  const bailed = await run("--bail", "3");
  expect(heads(bailed.stdout)).toMatchInlineSnapshot(`
    [
      "evals/shop.jsonl",
      "evals/one.jsonl",
      "evals/two.jsonl",
      "1 of 4 suites passed, 1 not played",
      "  evals/one.jsonl  0 passed, 2 errored: exit 3",
      "  evals/two.jsonl  0 passed, 1 errored: exit 3",
    ]
  `);
  expect((await run("--json")).stdout).not.toMatch(/^evals|suites passed/m);
});

it.each([
  ["-t matches ids", ["-t", "^greet"], ["greeting"]],
  ["--tag takes any of several", ["--tag", "money,none"], ["refund"]],
  ["--shard takes a part", ["--shard", "2/2"], ["greeting"]],
  [
    "a case that says only leaves out the others",
    [],
    ["only-this"],
    [{ ...GREETING, id: "only-this", only: true }],
  ],
])("plays a selection: %s", async (_, flags, ids, more = []) => {
  const project = await recordedShop([REFUND, GREETING]);
  project.write("evals/shop.jsonl", jsonl(REFUND, GREETING, ...more));
  const { stdout } = await project.swarmEval(["run", "evals/shop.jsonl", "--json", ...flags]);
  const { cases } = JSON.parse(stdout) as ResultFile;
  expect(cases.map(({ id }) => id)).toEqual(ids);
});

it("plays every trial from its own recording, with agents of its own", async () => {
  const project = shop({ ...REFUND, trials: 2 }, GREETING);
  const server = await standIn();
  await project.swarmEval(["run", "evals/shop.jsonl", "--trials", "3", "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  const { code, stdout } = await project.swarmEval(["run", "evals/shop.jsonl", "--trials", "3"]);
  expect(code).toBe(0);
  expect(result(project).cases.map(({ trials }) => trials.map(({ trial }) => trial))).toEqual([
    [1, 2],
    [1, 2, 3],
  ]);
  expect(stdout).toContain("refund");
  expect(readdirSync(join(project.directory, "fixtures", "shop")).sort()).toEqual([
    "greeting.1.jsonl",
    "greeting.2.jsonl",
    "greeting.3.jsonl",
    "refund.1.jsonl",
    "refund.2.jsonl",
  ]);
});

it("keeps recordings of a model apart from those of the agents' own", async () => {
  const project = await recordedShop([GREETING]);
  const server = await standIn();
  await project.swarmEval(
    ["run", "evals/shop.jsonl", "--model-override", "org/small", "--traffic", "record"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(server.requests.map(({ body }) => body.model)).toEqual(["org/small"]);
  expect(
    readdirSync(join(project.directory, "fixtures", "shop"), { recursive: true }).sort(),
  ).toEqual(["greeting.1.jsonl", "org%2fsmall", "org%2fsmall/greeting.1.jsonl"]);
});

it("writes the result as one line of JSON for each suite with --json, and nothing else", async () => {
  const project = await recordedShop([REFUND, GREETING]);
  const logging = "console.log('loaded');\nprocess.on('exit', () => console.log('left'));\n";
  project.write("evals/shop.ts", SHOP + logging);
  const { stdout, stderr } = await project.start(["run", "evals/shop.jsonl", "--json"]).finished;
  expect(stderr).toBe("loaded\nleft\n");
  const lines = stdout.split("\n");
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? "")).toEqual(result(project));
});

it("has the results in the order of the file, whichever finished first", async () => {
  const project = shop({ ...GREETING, id: "slow" }, { ...GREETING, id: "fast", user: "Hi there!" });
  const answered = Promise.withResolvers<void>();
  const server = await standIn(async (request) => {
    if (request.body.messages[1]?.content === "Hi!") await answered.promise;
    else answered.resolve();
    return shopModel(request);
  });
  await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "live"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  expect(result(project).cases.map(({ id }) => id)).toEqual(["slow", "fast"]);
});

it("marks a trial errored whose factory throws, with the place", async () => {
  const project = newProject({
    "evals/shop.ts": `export default () => {\n  throw new Error("The database is gone.");\n};\n`,
    "evals/shop.jsonl": jsonl(GREETING),
  });
  const { code, stdout } = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(code).toBe(4);
  expect(stdout).toContain("The factory failed: The database is gone. (evals/shop.ts:2:9)");
});

it("refuses a connection that is not HTTP, and does not leave that to the agents", async () => {
  const agents = `
import { connect } from "node:net";
import { Agent } from "swarm-eval";
async function ask() {
  return new Promise((resolve, reject) => connect(5432, "127.0.0.1").on("connect", resolve).on("error", reject));
}
export default new Agent({ name: "Clerk", functions: [ask] });
`;
  const project = newProject({
    "evals/shop.ts": agents,
    "evals/shop.jsonl": jsonl({ id: "a", user: "Ask.", expect: { tool_calls: ["ask"] } }),
  });
  const server = await standIn(({ body }) =>
    body.messages.length > 2 ? { say: "Done." } : { calls: [{ name: "ask" }] },
  );
  const recorded = await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  const { code, stdout } = recorded;
  expect(stdout).toContain(
    "A connection to 127.0.0.1:5432, wanted by Clerk in turn 1, was refused",
  );
  expect(stdout.replace(/\s+/g, " ")).toContain(
    'let its host through with passthrough: ["127.0.0.1:5432"] in swarm-eval.config.ts',
  );
  expect(code).toBe(4);
});

it("stops a run that needs a key and has none, and says where to put it", async () => {
  const project = shop(GREETING);
  const { code, stderr } = await project.swarmEval([
    "run",
    "evals/shop.jsonl",
    "--traffic",
    "live",
  ]);
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "There is no API key. Set OPENAI_API_KEY, in the environment or in the file .env of the working directory or of the package; for a server that needs none (Ollama, vLLM), set OPENAI_BASE_URL instead. Replaying recordings, which run does by default, needs neither.
    "
  `);
});

it("reads .env, which never overrides the environment", async () => {
  const project = shop(GREETING);
  const server = await standIn();
  // With the byte order mark that some editors begin a file with.
  project.write(".env", `\uFEFFOPENAI_API_KEY=from-the-file\nOPENAI_BASE_URL=${server.baseUrl}\n`);
  expect((await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "live"])).code).toBe(0);
  await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "live"], {
    OPENAI_API_KEY: "from-outside",
  });
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer from-the-file",
    "Bearer from-outside",
  ]);
});

it("writes no result over what was there when it cannot begin", async () => {
  const project = await recordedShop([GREETING]);
  const before = project.read("reports/shop.json");
  project.write("evals/shop.jsonl", '{"id":');
  expect((await project.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(2);
  expect(project.read("reports/shop.json")).toBe(before);
});
