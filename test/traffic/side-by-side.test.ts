import { setImmediate } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";

/** A tool asks agents side by side, twins among them, each of which asks its model twice. */
const AGENTS = `
import { Agent, Swarm } from "swarm-eval";

async function think() { return "Well."; }
const member = (name) => new Agent({ name, instructions: "You give advice.", functions: [think] });
const swarm = new Swarm();
async function consult() {
  const members = ["Ann", "Ann", "Bob"].map(member);
  const replies = await Promise.all(
    members.map((agent) => swarm.run({ agent, messages: [{ role: "user", content: "Advise." }] })),
  );
  return replies.map(({ messages }) => messages.at(-1).content).join("; ");
}
async function race() {
  const members = ["Ann", "Bob"].map(member);
  return Promise.any(members.map(async (agent, index) => {
    const { messages } = await swarm.run({
      agent,
      messages: [{ role: "user", content: index === 0 ? "Slowly." : "Quickly." }],
    });
    return messages.at(-1).content;
  }));
}
export default new Agent({ name: "Chair", functions: [consult, race] });
`;

it("asks in the same order each time it is recorded, and replays, twins included", async () => {
  let answered = 0;
  const server = await startStandIn(async ({ body }) => {
    const last = body.messages.at(-1);
    const asked = body.messages.find(({ role }) => role === "user")?.content;
    if (asked === "Go.")
      return last?.role === "tool" ? { say: "Done." } : { calls: [{ name: "consult" }] };
    // Each time another of them is quicker.
    for (let turn = (answered++ * 7) % 5; turn > 0; turn--) await setImmediate();
    return last?.role === "tool" ? { say: "Wait." } : { calls: [{ name: "think" }] };
  });
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/board.ts": AGENTS,
    "evals/board.jsonl": jsonl({ id: "advice", user: "Go.", expect: { tool_calls: ["consult"] } }),
  });
  const environment = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "none" };
  const orders = new Set<string>();
  for (let recorded = 0; recorded < 10; recorded++) {
    const fixtures = `fixtures-${recorded}`;
    const run = ["run", "evals/board.jsonl", "--fixtures", fixtures];
    const { code } = await project.swarmEval([...run, "--traffic", "record"], environment);
    expect(code).toBe(0);
    const lines = project.read(`${fixtures}/board/advice.1.jsonl`).split("\n");
    orders.add(lines.filter((line) => line.startsWith('{"request"')).join("\n"));
    const replayed = await project.swarmEval(run);
    expect(replayed).toMatchObject({ code: 0, stderr: "" });
  }
  expect(orders.size).toBe(1);
  const lanes = [...[...orders][0]!.matchAll(/"lane":"([\d.]+)"/g)].map(([, lane]) => lane);
  expect(lanes).toEqual(["2", "2", "3", "3", "4", "4"]);
});

it("gives the same of several first in a replay as when it was recorded", async () => {
  const quick = Promise.withResolvers<void>();
  const server = await startStandIn(async ({ body }) => {
    const asked = body.messages.find(({ role }) => role === "user")?.content;
    if (asked === "Go.")
      return body.messages.at(-1)?.role === "tool"
        ? { say: "Done." }
        : { calls: [{ name: "race" }] };
    if (asked === "Slowly.") await quick.promise;
    setTimeout(quick.resolve, 50);
    return { say: asked ?? "" };
  });
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/board.ts": AGENTS,
    "evals/board.jsonl": jsonl({ id: "race", user: "Go.", expect: { tool_calls: ["race"] } }),
  });
  const environment = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "none" };
  const run = ["run", "evals/board.jsonl"];
  await project.swarmEval([...run, "--traffic", "record"], environment);
  const replayed = await project.swarmEval(run);
  expect(replayed).toMatchObject({ code: 0, stderr: "" });
  expect(project.read("reports/board.json")).toContain('"content":"Quickly."');
});

it("says in a miss which of those that run side by side asked", async () => {
  const server = await startStandIn(({ body }) => {
    const asked = body.messages.find(({ role }) => role === "user")?.content;
    if (asked !== "Go.") return { say: "Wait." };
    return body.messages.at(-1)?.role === "tool"
      ? { say: "Done." }
      : { calls: [{ name: "consult" }] };
  });
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/board.ts": AGENTS,
    "evals/board.jsonl": jsonl({ id: "advice", user: "Go.", expect: { tool_calls: ["consult"] } }),
  });
  const environment = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "none" };
  await project.swarmEval(["run", "evals/board.jsonl", "--traffic", "record"], environment);
  project.write(
    "evals/board.ts",
    AGENTS.replace('"Ann", "Ann", "Bob"', '"Ann", "Ann", "Bob", "Cid"'),
  );
  const { code, stdout } = await project.swarmEval(["run", "evals/board.jsonl"]);
  expect(code).toBe(3);
  expect(stdout.replace(/\s+/g, " ")).toContain(
    "asked by Cid, in a run of its own that Chair in turn 1 began.",
  );
});
