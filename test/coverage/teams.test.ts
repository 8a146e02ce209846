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
