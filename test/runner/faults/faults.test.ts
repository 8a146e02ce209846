import { describe, expect, it } from "vitest";
import type { TrialResult } from "../../../src/results/result.ts";
import { playCase } from "../../../src/runs/library.ts";
import { Agent } from "../../../src/swarm/agent/agent.ts";
import { tool } from "../../../src/swarm/agent/tool.ts";
import { scriptedClient } from "../../../src/swarm/scripted-client.ts";
import { jsonl } from "../../support/project.ts";
import { ALL_WELL, faultyDesk } from "./desk.ts";

const TIMEOUT = [{ tool: "refund", give: "timeout" }];

describe("what became of a fault", () => {
  it("is told the same live, recorded and replayed", async () => {
    const { run } = await faultyDesk(
      { user: "retries", faults: TIMEOUT },
      { user: "lies", faults: TIMEOUT },
      { user: "mumbles", faults: TIMEOUT },
      { user: "ignores", faults: TIMEOUT },
    );
    for (const traffic of ["live", "record", "replay"]) {
      const { outcomes, result, stdout, code } = await run(traffic);
      expect(outcomes).toEqual([
        "passed: recovered",
        "failed: not_recovered",
        "failed: told_otherwise",
        "errored: never_reached",
      ]);
      expect(result.summary.faults).toEqual({
        reached: 3,
        recovered: 1,
        not_recovered: 1,
        told_otherwise: 1,
        never_reached: 1,
      });
      expect(stdout).toContain("3 put in: 1 recovered, 1 not recovered, 1 recovered but told");
      expect(code).toBe(4);
    }
  });

  it("leads the reasons, and stands at its step", async () => {
    const { run } = await faultyDesk({ user: "lies", faults: TIMEOUT });
    const { stdout, trials } = await run("live");
    expect(stdout).toContain(`
  faults in turn 1 (Desk): refund timed out (call 1, turn 1), and the agents did not recover: state failed
  state in turn 1 (Desk): refunds: expected 1 element ["A7"], got 0 []
`);
    expect(stdout).toContain("failed: The call timed out: no answer came. (fault put in: timeout)");
    expect(trials[0]?.tool_errors).toBeUndefined();
  });

  it("is judged by what happens from its turn on", async () => {
    const wrong = { user: "lies", expect: { output: { contains: "never" } } };
    const right = { user: "retries again", expect: { output: { contains: "is refunded" } } };
    const second = [{ tool: "refund", call: 2, give: "error" }];
    const { run } = await faultyDesk(
      { turns: [wrong, right], faults: second },
      { turns: [right, wrong], faults: second },
      { turns: [right, { user: "retries" }], faults: second },
      { user: "retries", faults: TIMEOUT, expect: { max_model_calls: 9 } },
      { user: "retries", faults: TIMEOUT, expect: { output: { judge: "It is said kindly." } } },
    );
    const { outcomes, trials } = await run("live");
    expect(outcomes).toEqual([
      "failed: recovered",
      "failed: not_recovered",
      "errored: ",
      "errored: ",
      "errored: ",
    ]);
    expect([2, 4].map((index) => trials[index]?.checks[0]?.reason)).toEqual([
      "refund gave an error (call 2, turn 2), and nothing is expected from there on that tells a recovery",
      "refund timed out (call 1, turn 1), and what is expected then could not be judged",
    ]);
  });
});

it("gives tools what the case says, and lets them work where it must", async () => {
  const answer = '{"refunded":"A7","amount":40}';
  const gives = {
    "Error: The call timed out: no answer came.": ["timeout", "lost"],
    "Error: Internal error. The request was not processed.": ["error"],
    "Error: no such account": [{ error: "no such account" }],
    '{"refunded":"A': ["truncated"],
    '\uFFFD"r\uFFFDfu\uFFFDde\uFFFD":\uFFFDA7\uFFFD,"\uFFFDmo\uFFFDnt\uFFFD:4\uFFFD}': ["corrupt"],
    '{"refunded":null}': [{ result: { refunded: null } }],
    [answer]: [{ slow: 20 }],
  };
  const all = Object.entries(gives).flatMap(([text, list]) => list.map((give) => ({ text, give })));
  const { run } = await faultyDesk(
    ...all.map(({ give }) => ({ user: "retries", faults: [{ tool: "refund", give }] })),
  );
  const { trials, outcomes } = await run("live");
  expect(all.map((_, index) => readBy(trials[index])[0]?.content)).toEqual(
    all.map(({ text }) => text),
  );
  expect(trials.map((trial) => readBy(trial).map(({ fault }) => fault))).toEqual(
    ["timeout", "lost", "error", "error", "truncated", "corrupt", "result", "slow"].map((name) =>
      name === "slow" ? [name] : [name, undefined],
    ),
  );
  // Whoever asks again for what was done does it twice.
  const twice = "failed: not_recovered";
  const once = "passed: recovered";
  expect(outcomes).toEqual([once, twice, once, once, twice, twice, once, once]);
});

/** What the model read of tools. */
function readBy(trial: TrialResult | undefined) {
  return (trial?.steps ?? []).filter((step) => step.type === "tool_result");
}

it("takes time on the trial's clock, which a replay does not wait for", async () => {
  const { run } = await faultyDesk({
    user: "hurries",
    faults: [{ tool: "refund", give: { slow: 300 } }],
    expect: { state: { times: [0, 300] } },
  });
  for (const traffic of ["record", "replay"]) {
    const { trials, outcomes } = await run(traffic);
    expect(outcomes).toEqual(["passed: recovered"]);
    expect(trials[0]?.duration_ms).toBeGreaterThan(290);
  }
});

it("counts the calls of a tool in the trial, or gives it to every one", async () => {
  const turns = ["retries", "retries again"].map((user) => ({ user }));
  const expected = (refunds: string[]) => ({ turns, expect: { state: { refunds } } });
  const { run } = await faultyDesk(
    { ...expected(["A7", "A7"]), faults: [{ tool: "refund", call: 2, give: "timeout" }] },
    { ...expected([]), faults: [{ tool: "refund", call: "every", give: "error" }] },
  );
  const { trials, outcomes } = await run("live");
  expect(
    trials.map((trial) =>
      readBy(trial)
        .map(({ fault = "none" }) => fault)
        .join(),
    ),
  ).toEqual(["none,timeout,none", "error,error,error,error,error,error,error,error"]);
  expect(outcomes).toEqual(["passed: recovered", "passed: recovered"]);
  expect(trials.map(({ faults }) => faults?.[0]?.turn)).toEqual([2, 1]);
});

describe("a fault of a model", () => {
  const faulty = (...gives: readonly unknown[]) => ({
    user: "retries",
    faults: gives.map((give, index) => ({ model_call: index + 2, give })),
  });
  const later = { tool: "refund", call: 2, give: "lost" };
  const cases = [
    ...[429, 500, "reset", "cut", "refusal"].map((give) => faulty(give)),
    { ...faulty(429, 500, 429, 500, 500), id: "for-good" },
    { user: "retries", faults: [{ model_call: 1, give: "cut" }, later], stream: true, id: "cut" },
    { ...faulty(500), world: "providers", id: "second-provider" },
    { ...faulty(500, 429), world: "providers", id: "no-provider" },
    { ...faulty("refusal"), world: "responses", id: "refused-response" },
  ];

  it("is met by whoever asks again, and ends what nobody asks again", async () => {
    const { run, server } = await faultyDesk(...cases);
    const live = await run("live");
    expect(live.outcomes).toEqual([
      ...Array.from({ length: 4 }, () => "passed: recovered"),
      "failed: told_otherwise",
      `failed: ${Array(5).fill("not_recovered").join(", ")}`,
      // What comes after the end is not missed.
      "failed: not_recovered, ",
      "passed: recovered",
      "failed: not_recovered, not_recovered",
      "failed: told_otherwise",
    ]);
    expect(live.trials[5]?.checks.map(({ reason }) => reason).slice(-2)).toEqual([
      "a model answered 500 (model call 5, turn 1), and another fault ended the conversation",
      "a model answered 500 (model call 6, turn 1), and nobody caught that: it ended the conversation",
    ]);
    expect(live.stdout).toContain("(the reply had a fault put in: refusal)");
    expect((await run("record")).outcomes).toEqual(live.outcomes);
    const asked = server.requests.length;
    expect((await run("replay")).outcomes).toEqual(live.outcomes);
    expect(server.requests).toHaveLength(asked);
  });

  it("is marked at the reply that it came before, and asked again", async () => {
    const { run, server } = await faultyDesk({
      user: "retries",
      faults: [
        { model_call: 1, give: "cut" },
        { model_call: 2, give: 429 },
      ],
    });
    const { trials } = await run("live");
    const replies = trials[0]?.steps.filter((step) => step.type === "reply");
    expect(replies?.map(({ faults }) => faults)).toEqual([["cut", "429"], undefined]);
    // The reply that was cut, and those that arrived.
    expect(server.requests).toHaveLength(3);
  });
});

it("says why a fault did not land", async () => {
  const one = (user: string, fault: object) => ({ user, faults: [fault] });
  const { run } = await faultyDesk(
    one("ignores", { tool: "refund", give: "error" }),
    one("retries", { tool: "refund", call: 2, give: "error" }),
    one("mistypes", { tool: "refund", call: 2, give: "error" }),
    { ...one("lies", { tool: "refund", give: "truncated" }), world: "silent" },
    one("retries", { model_call: 3, give: 500 }),
    // Nobody knows what would have come.
    {
      ...one("retries", { tool: "refund", call: 2, give: "lost" }),
      expect: { not_called: ["refund"] },
    },
  );
  const { trials, outcomes } = await run("live");
  expect(outcomes).toEqual([...Array<string>(5).fill("errored: never_reached"), "failed: "]);
  const why = "Nothing can be said of how the agents recover: ";
  expect(trials.map(({ error }) => error?.message.replace(why, ""))).toEqual([
    'call 1 of refund was to get "error", and nobody called it.',
    'call 2 of refund was to get "error", and it was called once, by Desk in turn 1.',
    'call 2 of refund was to get "error", and it was called 2 times, by Desk in turn 1. A call reaches its tool if the agent has it and the arguments fit, and an answer that stays as it is has no fault.',
    'call 1 of refund was to get "truncated", and it was called once, by Desk in turn 1. A call reaches its tool if the agent has it and the arguments fit, and an answer that stays as it is has no fault.',
    'model call 3 was to get "500", and the models were not asked so often, but gave 2 replies.',
    undefined,
  ]);
});

it("says nothing of recovery where a program expects nothing of the case", async () => {
  const refunds: string[] = [];
  const refund = tool({
    name: "refund",
    parameters: { type: "object", properties: {} },
    execute: () => refunds.push("A7"),
  });
  const client = scriptedClient([{ toolCalls: [{ name: "refund" }] }, "Done."]);
  const agent = new Agent({ name: "Desk", client, functions: [refund] });
  const given = { id: "refund", user: "Hi!", faults: [{ tool: "refund", give: "lost" }] } as const;
  const trial = await playCase(given, { agents: agent, traffic: "live", config: false });
  expect(trial).toMatchObject({
    verdict: "passed",
    checks: [],
    faults: [{ outcome: null, turn: 1 }],
  });
  expect(refunds).toEqual(["A7"]);
});

it("has a recording miss where another fault is put in", async () => {
  const { run, project } = await faultyDesk({ user: "retries", faults: TIMEOUT });
  await run("record");
  const faults = [{ tool: "refund", give: "error" }];
  project.write(
    "evals/desk.jsonl",
    jsonl({ id: "case-1", user: "retries", faults, expect: ALL_WELL }),
  );
  const { code, stdout, outcomes, trials } = await run("replay");
  expect(code).toBe(3);
  expect(outcomes).toEqual(["errored: "]);
  expect(trials[0]?.checks).toEqual([]);
  expect(stdout).toContain("- Error: The call timed out: no answer came.");
  expect(stdout).toContain("+ Error: Internal error. The request was not processed.");
});

it("has validate doubt what names no tool, and what could not show a recovery", async () => {
  const { command } = await faultyDesk(
    { user: "retries", faults: [{ tool: "refnd", give: "error" }] },
    { user: "retries", faults: TIMEOUT, expect: { max_model_calls: 9, tool_errors: "allow" } },
    { user: "retries", faults: TIMEOUT },
  );
  const { stderr } = await command("validate");
  expect(stderr.trim().split("\n")).toEqual([
    expect.stringMatching(
      /:1:\d+: warning: no agent that was made has a tool "refnd"\. Did you mean "refund"\?/,
    ),
    expect.stringMatching(/:2:\d+: warning: nothing that the case expects tells whether/),
  ]);
});
