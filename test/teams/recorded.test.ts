import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../src/results/result.ts";
import { jsonl, newProject } from "../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../support/stand-in.ts";
import { unpackedPage } from "../reports/unpacked-page.ts";

const TEAMS = `
import { Agent, chat, concurrent, person, says, sequential } from "swarm-eval";

const reporter = (name) => new Agent({ name, instructions: "Report." });
const editor = new Agent({ name: "Editor", instructions: "Choose." });
const reporters = concurrent([reporter("North"), reporter("South"), reporter("East")], { name: "Reporters" });
export const newsroom = sequential([reporters, editor], { name: "Newsroom" });
const helper = new Agent({ name: "Helper", instructions: "Help." });
export const desk = chat(person({ name: "You" }), helper, { name: "Desk", until: says("TERMINATE"), maxTurns: 5 });
export default newsroom;
`;

const CASES = [
  {
    id: "news",
    user: "What happened?",
    expect: {
      speakers: ["North", "South", "East", "Editor"],
      ended: { Reporters: "nobody", Newsroom: "nobody" },
      output: { by: "Editor", contains: "first" },
      said: { contains: "third" },
      final_agent: "Newsroom",
    },
  },
  {
    id: "desk",
    agent: "Desk",
    turns: [
      {
        user: "Help me.",
        expect: {
          speakers: { mode: "exact", route: ["Helper", "You", "Helper"], never: [["You", "You"]] },
          ended: "termination",
        },
      },
    ],
    human: ["It is broken."],
  },
];

/** Answers the reporters, whose requests are twins, in the order in which they come: first, second, third. */
function model() {
  let reports = 0;
  return ({ body }: StandInRequest): StandInReply => {
    const system = body.messages[0]?.content;
    const last = body.messages.at(-1)?.content ?? "";
    if (system === "Report.") return { say: ["first", "second", "third"][reports++ % 3] ?? "" };
    if (system === "Help.") return { say: last === "Help me." ? "With what?" : "Done. TERMINATE" };
    return { say: `The ${body.messages.at(-3)?.content} of all.` };
  };
}

it("records teams and replays them, twins in a broadcast among them, and shows them in every report", async () => {
  const project = newProject({ "evals/room.ts": TEAMS, "evals/room.jsonl": jsonl(...CASES) });
  const server = await startStandIn(model());
  onTestFinished(() => server.close());
  const run = ["run", "evals/room.jsonl", "--trials", "5", "--concurrency", "1"];
  const recorded = await project.swarmEval([...run, "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  expect(recorded.stdout).toContain("10 passed of 10 trials");
  const pathsOf = () =>
    (JSON.parse(project.read("reports/room.json")) as SuiteResult).cases.flatMap(({ trials }) =>
      trials.map(({ steps }) => steps.map(({ at: _, ...step }) => step)),
    );
  const then = pathsOf();
  const asked = server.requests.length;
  const replayed = await project.swarmEval([...run, "--reporter", "table,html,junit,csv"], {});
  expect(replayed.stdout).toContain("10 passed of 10 trials");
  expect(pathsOf()).toEqual(then);
  expect(server.requests.length).toBe(asked);
  const page = unpackedPage(project.read("reports/room.html"));
  expect(page).toContain('"reason":"nobody","rounds":2');
  expect(page).toContain("It is broken.");
});

it.each([
  [
    "speakers in turn 1 (Newsroom): expected North, Editor to speak, and nobody else",
    { speakers: ["North", "Editor"] },
  ],
  [
    "ended in turn 1 (Newsroom): expected the team to end by termination; Newsroom ended in turn 1 after 2 rounds by nobody",
    { ended: "termination" },
  ],
  ["expected words of Critic, got none", { output: { by: "Critic", contains: "x" } }],
])("says what was wrong: %s", async (message, expected) => {
  const project = newProject({
    "evals/room.ts": TEAMS,
    "evals/room.jsonl": jsonl({ id: "news", user: "What happened?", expect: expected }),
  });
  const server = await startStandIn(model());
  onTestFinished(() => server.close());
  const { code, stdout } = await project.swarmEval(
    ["run", "evals/room.jsonl", "--traffic", "live"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(code).toBe(1);
  expect(stdout).toContain(message);
});

it("errs where nobody answers for a person, and names the case", async () => {
  const project = newProject({
    "evals/room.ts": TEAMS,
    "evals/room.jsonl": jsonl({
      id: "desk",
      agent: "Desk",
      user: "Help me.",
      expect: { ended: "person" },
    }),
  });
  const server = await startStandIn(model());
  onTestFinished(() => server.close());
  const { code, stdout } = await project.swarmEval(
    ["run", "evals/room.jsonl", "--traffic", "live"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  expect(code).toBe(4);
  expect(stdout).toContain("You was asked, and nobody is there to answer");
});
