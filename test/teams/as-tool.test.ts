import { expect, it, onTestFinished } from "vitest";
import {
  Agent,
  asTool,
  Result,
  reviseUntil,
  scriptedClient,
  Swarm,
  tool,
  type ScriptedReply,
  type Speaker,
} from "../../src/index.ts";
import { isStep } from "../../src/swarm/floor.ts";
import { callsOf } from "../../src/trajectory/calls.ts";
import { turnsOf } from "../../src/trajectory/turns.ts";
import type { Trajectory, TrajectoryStep } from "../../src/trajectory/trajectory.ts";
import type { SuiteResult } from "../../src/results/result.ts";
import { jsonl, newProject } from "../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../support/stand-in.ts";

/** Gives these tasks, all in one message. */
function tasks(...tasks: readonly (readonly [name: string, task: string])[]): ScriptedReply {
  return { toolCalls: tasks.map(([name, task]) => ({ name, arguments: { task } })) };
}

/** A manager with these members as tools, who gives tasks and then says that it is done. */
function managerOf(members: readonly Speaker[], first: ScriptedReply): Agent {
  return new Agent({
    name: "Manager",
    functions: members.map((member) => asTool(member)),
    client: scriptedClient([first, "Done."]),
  });
}

async function played(agent: Agent) {
  const events = new Swarm().events({ agent, messages: [{ role: "user", content: "Begin." }] });
  const user = { type: "user" as const, agent: agent.name, content: "Begin." };
  const steps: TrajectoryStep[] = [{ ...user, turn: 1, at: 0 }];
  let next = await events.next();
  for (; !next.done; next = await events.next())
    if (isStep(next.value)) steps.push({ ...next.value, turn: 1, at: 0 });
  return { steps, response: next.value };
}

const outline = (steps: Trajectory) => steps.map(({ type, agent }) => `${agent} ${type}`);

it("has what the member does between the call and its answer", async () => {
  const writer = new Agent({ name: "Writer", client: scriptedClient(["A draft."]) });
  const critic = new Agent({ name: "Critic", client: scriptedClient(["APPROVED"]) });
  const desk = reviseUntil(writer, critic, { name: "Desk", approves: "APPROVED", atMost: 2 });
  const { steps, response } = await played(managerOf([desk], tasks(["ask_desk", "A blurb."])));
  expect(outline(steps)).toEqual([
    "Manager user",
    "Manager reply",
    "Manager tool_call",
    "Writer reply",
    "Critic reply",
    "Desk ended",
    "Manager tool_result",
    "Manager reply",
  ]);
  expect(callsOf(steps)).toMatchObject([
    { agent: "Manager", name: "ask_desk", result: "Writer: A draft.\n\nCritic: APPROVED" },
  ]);
  expect(response.agent.name).toBe("Manager");
  // The manager is told the answer, and not what led to it.
  expect(response.messages.map(({ role }) => role)).toEqual(["assistant", "tool", "assistant"]);
});

it("keeps the calls of a message apart, each with its own answer", async () => {
  const look = tool({ name: "look", execute: () => "found" });
  const expert = (name: string) =>
    new Agent({
      name,
      functions: [look],
      client: scriptedClient([{ toolCalls: [{ name: "look" }] }, `${name} saw it.`]),
    });
  const all = [expert("Ann"), expert("Bob")];
  const { steps } = await played(managerOf(all, tasks(["ask_ann", "Look."], ["ask_bob", "Look."])));
  const calls = callsOf(steps).map(({ agent, name, result }) => ({ agent, name, result }));
  expect(calls).toEqual([
    { agent: "Manager", name: "ask_ann", result: "Ann saw it." },
    { agent: "Ann", name: "look", result: "found" },
    { agent: "Manager", name: "ask_bob", result: "Bob saw it." },
    { agent: "Bob", name: "look", result: "found" },
  ]);
  const shown = turnsOf(steps)[0]?.completions.map((actions) =>
    actions.map((action) =>
      action.type === "call" ? `${action.name}: ${action.result}` : action.type,
    ),
  );
  expect(shown).toEqual([
    ["ask_ann: Ann saw it.", "ask_bob: Bob saw it."],
    ["look: found"],
    ["reply"],
    ["look: found"],
    ["reply"],
    ["reply"],
  ]);
});

it("leaves the conversation with the caller, whoever the member hands off to", async () => {
  const deep = new Agent({ name: "Deep", client: scriptedClient(["42."]) });
  const front = new Agent({
    name: "Front",
    functions: [tool({ name: "to_deep", execute: () => deep })],
    client: scriptedClient([{ toolCalls: [{ name: "to_deep" }] }]),
  });
  const { steps } = await played(managerOf([front], tasks(["ask_front", "Why?"])));
  expect(callsOf(steps)[0]).toMatchObject({ result: "42.", to: undefined });
  expect(turnsOf(steps)[0]?.agent).toBe("Manager");
});

it("changes the context variables as the member does, and others of the same message do not undo that", async () => {
  const noter = (name: string) =>
    new Agent({
      name,
      functions: [
        tool({ name: "note", execute: () => new Result({ contextVariables: { [name]: true } }) }),
      ],
      client: scriptedClient([{ toolCalls: [{ name: "note" }] }, "Noted."]),
    });
  const manager = managerOf(
    [noter("Ann"), noter("Bob")],
    tasks(["ask_ann", "Note."], ["ask_bob", "Note."]),
  );
  const { response } = await played(manager);
  expect(response.contextVariables).toEqual({ Ann: true, Bob: true });
});

it("tells the caller what the member fails with", async () => {
  const client = scriptedClient([]);
  const broken = new Agent({ name: "Broken", client });
  const { steps } = await played(managerOf([broken], tasks(["ask_broken", "Go."])));
  expect(callsOf(steps)[0]?.error).toContain("script");
});

it("asks a member that is called as a tool as its caller is asked", async () => {
  const look = tool({ name: "look", execute: () => "found" });
  const expert = new Agent({ name: "Expert", instructions: "Know.", functions: [look] });
  const manager = new Agent({
    name: "Manager",
    instructions: "Ask.",
    functions: [asTool(expert)],
  });
  const script = scriptedClient([
    { toolCalls: [{ name: "ask_expert", arguments: { task: "Why?" } }] },
    { toolCalls: [{ name: "look", arguments: {} }] },
    "Because.",
    "The expert says: because.",
  ]);
  const wrapped: unknown[] = [];
  const called: string[] = [];
  const response = await new Swarm({ client: script }).run({
    agent: manager,
    messages: [{ role: "user", content: "Why?" }],
    modelOverride: "o3",
    wrapClient(client) {
      wrapped.push(client);
      return client;
    },
    wrapCall(name, make) {
      called.push(name);
      return make();
    },
  });
  expect(response.messages.at(-1)?.content).toBe("The expert says: because.");
  expect(script.requests.map(({ model }) => model)).toEqual(["o3", "o3", "o3", "o3"]);
  // Whoever counts what is paid for sees its calls, too.
  expect(wrapped).toEqual([script, script, script, script]);
  expect(called).toEqual(["ask_expert", "look"]);
});

const TEAM = `
import { Agent, asTool } from "swarm-eval";

const expert = new Agent({ name: "Expert", instructions: "Know.", functions: [look] });
const manager = new Agent({ name: "Manager", instructions: "Ask.", functions: [asTool(expert)] });
function look() { return "found"; }
export default manager;
`;

/** The manager asks the expert, who looks again and again, at most so often. */
function model(looks: number) {
  return ({ body }: StandInRequest): StandInReply => {
    const [system] = body.messages;
    const answers = body.messages.filter(({ role }) => role === "tool").length;
    if (system?.content === "Ask.")
      return answers === 0
        ? { calls: [{ name: "ask_expert", arguments: { task: "Look." } }] }
        : { say: "The expert says so." };
    return answers < looks ? { calls: [{ name: "look", arguments: {} }] } : { say: "I saw it." };
  };
}

async function run(looks: number, expect: object) {
  const project = newProject({
    "evals/desk.ts": TEAM,
    "evals/desk.jsonl": jsonl({ id: "ask", user: "Well?", expect }),
  });
  const server = await startStandIn(model(looks));
  onTestFinished(() => server.close());
  const record = ["run", "evals/desk.jsonl", "--traffic", "record"];
  await project.swarmEval(record, { OPENAI_BASE_URL: server.baseUrl });
  const asked = server.requests.length;
  const { code, stdout } = await project.swarmEval(["run", "evals/desk.jsonl", "--coverage"], {});
  const [played] = (JSON.parse(project.read("reports/desk.json")) as SuiteResult).cases;
  return { code, stdout, asked, trial: played?.trials[0] };
}

it("counts in checks, sums and coverage, and replays", async () => {
  const { code, stdout, asked, trial } = await run(1, {
    tool_calls: [
      { name: "ask_expert", agent: "Manager", error: false },
      { name: "look", agent: "Expert" },
    ],
    speakers: ["Manager", "Expert", "Manager"],
    output: { equals: "The expert says so." },
    final_agent: "Manager",
  });
  expect([code, asked]).toEqual([0, 4]);
  expect(trial).toMatchObject({
    model_calls: 4,
    final_agent: "Manager",
    turns: [{ agent: "Manager" }],
  });
  expect(trial?.usage).not.toBeNull();
  expect(stdout).toMatch(/coverage.*\b100/is);
});

it.each([
  [{ not_called: ["look"] }, 2, "tool_call"],
  [{ max_model_calls: 2 }, 3, "reply"],
])("ends where %j is lost, and asks nothing more", async (expected, most, type) => {
  const { code, asked, trial } = await run(1, expected);
  expect([code, asked]).toEqual([1, most]);
  expect(trial?.steps.at(-1)).toMatchObject({ type, agent: "Expert" });
});
