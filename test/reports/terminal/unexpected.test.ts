import { expect, it } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";

const AGENTS = `
import { Agent, Result, scriptedClient } from "swarm-eval";
export const checks = { polite: () => true };
export default () => {
  const notes = [];
  const note = (about = "") => {
    notes.push(about);
    return new Result({ value: "Noted.", contextVariables: { last: about } });
  };
  const call = { toolCalls: [{ name: "note", arguments: { about: "A7" } }] };
  const agent = new Agent({ name: "Desk", functions: [note], client: scriptedClient([call, "I have noted it."]) });
  return { agent, state: () => ({ notes }) };
};
`;

it("lists of cases that passed what no check would miss, and keeps it in the result", async () => {
  const project = newProject({
    "evals/desk.js": AGENTS,
    "evals/desk.jsonl": jsonl(
      { id: "loose", user: "Note A7.", expect: { tool_calls: ["note"], check: "polite" } },
      {
        id: "tight",
        user: "Note A7.",
        expect: {
          tool_calls: ["note"],
          state: { notes: ["A7"] },
          context_variables: { last: "A7" },
        },
      },
      { id: "failing", user: "Note A7.", expect: { tool_calls: [] } },
    ),
  });
  const run = ["run", "evals/desk.jsonl", "--agents", "evals/desk.js", "--unexpected"];
  const { stdout } = await project.swarmEval(run);
  expect(stdout.slice(stdout.indexOf("2 effects"), stdout.indexOf("\n\n2 passed")))
    .toMatchInlineSnapshot(`
    "2 effects in 1 of 2 cases that passed, and no check would miss them:
      loose  evals/desk.jsonl:1
        turn 1: Desk: context_variables.last: not set → "A7"
        turn 1: Desk: state.notes: [] → ["A7"]
        not asked, and may notice more: check.polite"
  `);
  const { cases } = JSON.parse(project.read("reports/desk.json")) as SuiteResult;
  expect(cases.map(({ trials: [trial] }) => trial?.unexpected?.total)).toEqual([2, 0, undefined]);
  const again = await project.swarmEval(["report", "reports/desk.json"]);
  expect(again.stdout).toContain("2 effects in 1 of 2 cases that passed");
});
