import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";

const TEAMS = `
import { Agent, chat, person, sequential } from "swarm-eval";
const agent = (name) => new Agent({ name, instructions: name });
const desk = chat(person({ name: "You" }), agent("Helper"), { name: "Desk", maxTurns: 1 });
export default sequential([agent("Greeter"), desk], { name: "Hall" });
`;

it("reaches whom a team can give the floor to, and knows the names of teams and persons", async () => {
  const project = newProject({
    "evals/hall.ts": TEAMS,
    "evals/hall.jsonl": jsonl({
      id: "hello",
      user: "Hello!",
      expect: { final_agent: "Hall", speakers: { never: [["You", "Greeter"]] } },
    }),
  });
  const server = await startStandIn(() => ({ say: "Hello!" }));
  onTestFinished(() => server.close());
  const { stdout, stderr } = await project.swarmEval(
    ["run", "evals/hall.jsonl", "--traffic", "live", "--coverage"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(stdout).toMatch(/agents +4 of 5\n/);
  expect(stdout).toContain("Never active:\n    You");
  expect(stderr).not.toContain("warning");
});

const PANEL = `
import { Agent, allowed, asTool, chat, groupChat, person, roundRobin } from "swarm-eval";
const agent = (name, functions = []) => new Agent({ name, instructions: name, functions });
const aside = chat(person({ name: "You" }), agent("Helper"), { name: "Aside", maxTurns: 1 });
const chair = agent("Chair", [asTool(aside)]);
export default groupChat([chair, agent("Ann"), agent("Bob")], {
  name: "Panel",
  turns: allowed({ Chair: ["Ann", "Bob"], Ann: ["Chair"], Bob: ["Chair"] }, roundRobin()),
  maxRounds: 3,
});
`;

it("tells which transitions of a team none took, and reaches whom a tool gives the floor to", async () => {
  const project = newProject({
    "evals/panel.ts": PANEL,
    "evals/panel.jsonl": jsonl({ id: "one", user: "Hello!", expect: { ended: "rounds" } }),
  });
  const server = await startStandIn(() => ({ say: "Hello!" }));
  onTestFinished(() => server.close());
  const run = ["run", "evals/panel.jsonl", "--traffic", "live", "--coverage"];
  const { stdout } = await project.swarmEval(run, { OPENAI_BASE_URL: server.baseUrl });
  expect(stdout).toMatch(/transitions +2 of 4\n/);
  expect(stdout).toContain("Never followed:\n    Chair → Bob in Panel\n    Bob → Chair in Panel");
  expect(stdout).toContain("Never active:\n    Bob\n    Aside\n    Helper\n    You");
  expect(stdout).toContain("Never called:\n    ask_aside by Chair");
  expect(stdout).not.toContain("The source does not say");
});
