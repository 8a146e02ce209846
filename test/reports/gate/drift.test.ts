import { expect, it } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { unpackedPage } from "../unpacked-page.ts";

/** A desk that notes what it is told, in its own way. */
const AGENTS = `
import { Agent, scriptedClient } from "swarm-eval";
export default () => {
  const notes = [];
  const note = (about = "") => {
    notes.push({ about });
    return "Noted.";
  };
  const call = { toolCalls: [{ name: "note", arguments: { about: "A7" } }] };
  const agent = new Agent({ name: "Desk", functions: [note], client: scriptedClient([call, "I have noted it."]) });
  return { agent, state: () => ({ notes }) };
};
`;
const CASES = ["note", "again"].map((id) => {
  return { id, user: "Note A7.", expect: { tool_calls: ["note"] } };
});
const RUN = ["run", "evals/desk.jsonl"];

it("tells in every report what drifted from the baseline, and fails on it with --no-drift", async () => {
  const project = newProject({ "evals/desk.js": AGENTS, "evals/desk.jsonl": jsonl(...CASES) });
  expect((await project.swarmEval([...RUN, "--agents", "evals/desk.js", "--bless"])).code).toBe(0);
  project.write("evals/desk.js", AGENTS.replace("{ about }", "{ about: about + '!' }"));
  const play = async (...flags: readonly string[]) => {
    const gated = ["--agents", "evals/desk.js", "--baseline", "reports", ...flags];
    const { code, stdout } = await project.swarmEval([...RUN, ...gated]);
    const { gate } = JSON.parse(project.read("reports/desk.json")) as SuiteResult;
    return { code, gate, stdout };
  };

  const allowed = await play("--reporter", "table,html,junit,csv,github");
  expect({ ...allowed.gate, code: allowed.code }).toMatchObject({
    code: 0,
    verdict: "passed",
    drift: { allowed: true, cases: [{ id: "note" }, { id: "again" }] },
  });
  expect(allowed.stdout).toContain(": no regression; 2 cases drifted\n");
  expect(allowed.stdout).toContain(
    "::warning file=evals/desk.jsonl,line=1,title=note and 1 more case drifted::passes",
  );
  expect(allowed.stdout.slice(allowed.stdout.indexOf("DRIFTED"))).toMatchInlineSnapshot(`
    "DRIFTED note passes, but state.notes[0].about is now "A7!"
      The agents did the same, and the state at the end differs, after step 2, in turn 1:
           baseline, trial 1                now, trial 1
        1  Desk calls note({"about":"A7"})  Desk calls note({"about":"A7"})
      ▸ 2  Desk: I have noted it.           Desk: I have noted it.
      state: notes[0].about: "A7" → "A7!"
      The same in again
    "
  `);
  const passes = 'passes, but state.notes[0].about is now "A7!"';
  const records = project.read("reports/desk.csv").trim().split("\r\n");
  expect(records.at(-1)).toBe(
    `desk,again,2,,1,,,drift,,"${passes.replaceAll('"', '""')}"${",".repeat(13)}`,
  );
  const junit = project.read("reports/desk.junit.xml");
  expect(junit).toContain(`<system-out>${passes}`);
  expect(unpackedPage(project.read("reports/desk.html"))).toContain(
    '"drift":{"allowed":true,"cases":[{',
  );

  const refused = await play("--no-drift", "--reporter", "junit,github");
  expect({ ...refused.gate, code: refused.code }).toMatchObject({
    code: 1,
    verdict: "drifted",
    drift: { allowed: false },
  });
  expect(refused.stdout).toContain("::error file=evals/desk.jsonl,line=1,title=note");
  expect(project.read("reports/desk.junit.xml")).toContain('failures="2"');
});

it.each([
  [["--no-drift"], "--no-drift changes nothing without --baseline."],
  [
    ["--baseline", "reports", "--no-drift", "--traffic", "live"],
    "--no-drift compares what was done and left",
  ],
])("refuses %s", async (flags, why) => {
  const project = newProject({ "evals/desk.js": AGENTS, "evals/desk.jsonl": jsonl(...CASES) });
  const { code, stderr } = await project.swarmEval([...RUN, "--agents", "evals/desk.js", ...flags]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(why) as string });
});
