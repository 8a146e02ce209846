import { expect, it } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { desk, end, talk, USER_MODEL, type Said } from "./desk.ts";

const ASKS = "Please refund my order.";

it("plays the user until its goal is reached, it gives up, or its turns are over", async () => {
  const agent = ["Which order?", { name: "refund", arguments: { order: "A7" } }, "Refunded."];
  const { run, server } = await desk(
    {
      ...talk("reached", [ASKS, "It is A7.", end("goal_reached")], agent, { persona: "Terse." }),
      expect: { output: { equals: "Refunded." }, tool_calls: ["refund"], max_model_calls: 3 },
    },
    talk("in words", [ASKS, "A7.", "Thanks! ###GOAL_REACHED###"], agent),
    talk("as text", [ASKS, "A7.", 'end_conversation({"reason": "goal_reached"})'], agent),
    talk("gave up", [ASKS, end("gave_up")], ["No. Refunded is nobody here."]),
    talk("no end", ["Yes.", "Yes.", "Yes.", "Yes."], ["One?", "Two?", "Refunded."], {
      max_turns: 3,
    }),
  );
  const flags = ["--traffic", "live", "--model-override", "gpt-5.4", "--reporter", "table,html"];
  const { code, stdout, result, trials } = await run(...flags);
  expect(stdout).toContain("5 passed");
  expect(code).toBe(0);
  const ends = [...trials].map(([id, { simulated_user: user }]) => [id, user?.end]);
  expect(Object.fromEntries(ends)).toEqual({
    reached: "goal_reached",
    "in words": "goal_reached",
    "as text": "goal_reached",
    "gave up": "gave_up",
    "no end": "max_turns",
  });
  expect(trials.get("reached")?.steps.filter(({ type }) => type === "user")).toMatchObject([
    { turn: 1, agent: "Desk", content: ASKS, simulated: true },
    { turn: 2, agent: "Desk", content: "It is A7.", simulated: true },
  ]);
  expect(trials.get("no end")?.steps.filter(({ type }) => type === "user")).toHaveLength(3);
  expect(stdout).toContain(
    "Simulated users: 3 reached the goal, 1 gave up, 1 came to no end within max_turns.",
  );

  // It sees words alone, from its own side, and keeps its model.
  const last = server.requests.findLast(({ body }) =>
    body.messages[0]?.content?.includes("Terse."),
  );
  expect(last?.body.model).toBe(USER_MODEL);
  expect(last?.body.messages.slice(1)).toEqual([
    { role: "user", content: "Hello! How can I help you?" },
    { role: "assistant", content: ASKS },
    { role: "user", content: "Which order?" },
    { role: "assistant", content: "It is A7." },
    { role: "user", content: "Refunded." },
  ]);
  expect(new Set(server.requests.map(({ body }) => body.model))).toEqual(
    new Set(["gpt-5.4", USER_MODEL]),
  );
  // What it takes is counted apart from what the agents take.
  const { spending, simulated_users: users } = result.summary;
  expect(Object.keys(spending)).toEqual(["gpt-5.4"]);
  expect(Object.keys(users?.spending ?? {})).toEqual([USER_MODEL]);
  expect(users?.spending[USER_MODEL]?.calls).toBe(14);
  expect(users?.cost).toBeGreaterThan(0);
  expect(stdout).toContain(" + simulated users $");
});

const AGENT_SAYS = ["Which of your orders is it?", "And what is your name?", "Refunded."];

it.each<[fault: string, turn: number, user: readonly Said[]]>([
  ["it spoke for the agent", 2, [ASKS, "Assistant: Your order is refunded."]],
  ["it spoke for the agent", 2, [ASKS, "User: It is A7.\nDesk: Then I refund it."]],
  ["it spoke for the agent", 1, ["How can I help you today?"]],
  ["it spoke for the agent", 2, [ASKS, "Which of your orders is it?"]],
  ["it said the same for the third time", 3, [ASKS, ASKS, "Please, refund my order!"]],
  ["it said nothing", 2, [ASKS, ""]],
  ["it called refund, a tool that it has not", 2, [ASKS, { name: "refund" }]],
  ["it ended the conversation (gave_up) before an agent", 1, [end("gave_up")]],
  ["it ended the conversation, but neither by goal_reached nor", 2, [ASKS, end("done")]],
])("errs where the user is not played: %s, in turn %i", async (fault, turn, user) => {
  const { run } = await desk(talk("fault", user, AGENT_SAYS));
  const { code, stdout, result, trials } = await run("--traffic", "live", "--fail-on-errors");
  const trial = trials.get("fault");
  expect(trial).toMatchObject({
    verdict: "errored",
    checks: [],
    error: { kind: "user_fault", turn },
  });
  expect(trial?.error?.message).toContain(
    `in turn ${turn}, so that nothing can be said of the agents: ${fault}`,
  );
  expect(result.summary).toMatchObject({ errored: 1, failed: 0, pass_rate: null });
  expect(result.summary.simulated_users).toMatchObject({ faults: 1 });
  expect(stdout).toContain(fault);
  expect(stdout).toContain("1 did not play the part, so that the trial does not count");
  expect(code).toBe(4);
});

it.each<[fault: string, user: readonly Said[], agent: readonly Said[]]>([
  ["asks the same for ever", [ASKS, "It is order A7.", "It is order A7."], ["Which order?"]],
  ["says nothing", [ASKS, "Are you there?", end("gave_up")], [""]],
  ["speaks for the user", [ASKS, end("gave_up")], ["User: Never mind my order."]],
  ["refuses", [ASKS, "Then whom do I ask?", end("gave_up")], ["No.", "Nobody."]],
])("fails where it is the agent that %s", async (_, user, agent) => {
  const { run } = await desk(talk("fault", user, agent, { max_turns: 4 }));
  const { code, trials } = await run("--traffic", "live");
  expect(trials.get("fault")).toMatchObject({ verdict: "failed", error: null });
  expect(code).toBe(1);
});

it("hears all members of a team", async () => {
  const { run, server } = await desk({
    ...talk("team", [ASKS, end("goal_reached")], ["Refunded."]),
    agent: "Pair",
  });
  const { stdout } = await run("--traffic", "live");
  expect(stdout).toContain("1 passed");
  expect(server.requests.at(-1)?.body.messages.at(-1)).toEqual({
    role: "user",
    content: "Refunded.\n\nRefunded.",
  });
});

it("is another case for a baseline once another model plays the user", async () => {
  const one = talk("user", [ASKS, end("goal_reached")], ["Refunded."]);
  const { run, server, project } = await desk({ ...one, user: { goal: one.user.goal } });
  const flags = ["--traffic", "live", "--baseline", "b.json"];
  await run(...flags, "--bless");
  project.write("swarm-eval.config.ts", `export default { judgeModel: "${USER_MODEL}" };`);
  const { stdout } = await project.swarmEval(["run", "evals/desk.jsonl", ...flags], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  expect(stdout).toContain(`the model of the simulated user, gpt-5.4 → ${USER_MODEL}`);
});

it("records the user beside the agents, and replays both", async () => {
  const cases = [
    talk("good", [ASKS, "It is A7.", end("goal_reached")], ["Which order?", "Refunded."]),
    { ...talk("streamed", [ASKS, end("goal_reached")], ["Refunded."]), stream: true },
    talk("bad", [ASKS, "Agent: Refunded."], ["Which order?"]),
  ];
  const { run, server } = await desk(...cases);
  const flags = ["--trials", "2", "--max-cost", "1"];
  const withoutTime = ({ cases: played }: SuiteResult) =>
    played.map(({ trials }) =>
      trials.map(({ verdict, error, steps, simulated_user: user }) => ({
        verdict,
        error,
        user,
        steps: steps.map(({ at: _, ...step }) => step),
      })),
    );
  const recorded = await run(...flags, "--traffic", "record");
  const asked = server.requests.length;
  const { budget, summary } = recorded.result;
  expect(budget?.cost).toBeCloseTo((summary.cost ?? 0) + (summary.simulated_users?.cost ?? 0), 10);
  const replayed = await run(...flags);
  expect(withoutTime(replayed.result)).toEqual(withoutTime(recorded.result));
  expect(server.requests.length).toBe(asked);
  expect(replayed.result.summary).toMatchObject({ trials: 6, passed: 4, errored: 2 });
});

it("stops at a cap on money, and goes on from there", async () => {
  const cases = Array.from({ length: 24 }, (_, index) =>
    talk(`case ${index}`, [ASKS, end("goal_reached")], ["Refunded."]),
  );
  const { run, server } = await desk(...cases);
  const flags = ["--traffic", "live", "--concurrency", "1"];
  const stopped = await run(...flags, "--max-cost", "0.02");
  const { budget, summary } = stopped.result;
  expect(stopped.code).toBe(5);
  expect(budget?.cost).toBeCloseTo((summary.cost ?? 0) + (summary.simulated_users?.cost ?? 0), 10);
  const { passed } = summary;
  expect(passed).toBeGreaterThan(0);
  const asked = server.requests.length;
  const { result } = await run(...flags, "--max-cost", "1", "--resume");
  expect(result.summary.simulated_users).toMatchObject({ ends: { goal_reached: 24 }, faults: 0 });
  expect(server.requests.length - asked).toBe(3 * (24 - passed));
});

it("names the user where its words are not recorded", async () => {
  const { run } = await desk(talk("new", [ASKS, end("gave_up")], ["Refunded."]));
  const { code, stdout } = await run();
  expect(stdout).toContain("the simulated user of turn 1");
  expect(code).toBe(3);
});
