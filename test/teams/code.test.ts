import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../support/stand-in.ts";
import { unpackedPage } from "../reports/unpacked-page.ts";

const TEAMS = `
import { Agent, chat, userProxy } from "swarm-eval";
import { localExecutor } from "swarm-eval/code";

const assistant = new Agent({ name: "Assistant", instructions: "Write code." });
const code = { executor: localExecutor, files: { "prices.csv": "a,1\\nb,2\\n" } };
export const proxy = (humanInput, more = {}) =>
  chat(userProxy({ name: "Proxy", humanInput, code, ...more }), assistant, { name: "Desk", maxTurns: 6 });
export default ({ id }) => proxy(id === "asked" ? "terminate" : id === "always" ? "always" : "never");
`;

const PROGRAM = `Here:
\`\`\`sh
# filename: sum.sh
grep -c , prices.csv > count.txt
echo "pid $$"
cat count.txt
\`\`\`
`;

/** Writes a program, mends it if it fails, and ends. */
function model({ body }: StandInRequest): StandInReply {
  const last = body.messages.at(-1)?.content ?? "";
  if (last.startsWith("exitcode: 0")) return { say: "It is done. TERMINATE" };
  if (last.startsWith("exitcode: 3")) return { say: PROGRAM };
  if (last === "Fail first.") return { say: "```sh\necho no >&2\nexit 3\n```" };
  if (last === "Thanks.") return { say: "Bye. TERMINATE" };
  return last === "Say nothing." ? { say: "There is nothing to run." } : { say: PROGRAM };
}

async function desk(...cases: readonly object[]) {
  const project = newProject({ "evals/desk.ts": TEAMS, "evals/desk.jsonl": jsonl(...cases) });
  const server = await startStandIn(model);
  onTestFinished(() => server.close());
  const run = (...flags: readonly string[]) => {
    const [path] = flags.flatMap((flag) => /^PATH=(.*)/.exec(flag)?.[1] ?? []);
    const more = path === undefined ? {} : { PATH: path };
    const given = flags.filter((flag) => !flag.startsWith("PATH="));
    const environment = { OPENAI_BASE_URL: server.baseUrl, ...more };
    return project.swarmEval(["run", "evals/desk.jsonl", ...given], environment);
  };
  return { project, run };
}

function stepsOf(project: Project, index = 0) {
  const { cases } = JSON.parse(project.read("reports/desk.json")) as SuiteResult;
  return cases[index]?.trials[0]?.steps ?? [];
}

const COUNT = {
  id: "count",
  user: "Count the prices.",
  expect: {
    speakers: ["Assistant", "Proxy", "Assistant"],
    ended: "termination",
    said: { contains: "exitcode: 0 (execution succeeded)" },
    state: { files: { "count.txt": "2\n", "prices.csv": "a,1\nb,2\n" } },
  },
};

describe("a proxy that runs code", () => {
  it("answers with what it printed, and a replay runs nothing and does the same", async () => {
    const mended = { ...COUNT, id: "mended", user: "Fail first." };
    const { speakers: _, ...expect_ } = COUNT.expect;
    const { project, run } = await desk(COUNT, { ...mended, expect: expect_ });
    const recorded = await run("--traffic", "record");
    expect(recorded.stdout).toContain("2 passed");
    const ran = stepsOf(project).find((step) => step.type === "code");
    expect(ran).toMatchObject({ agent: "Proxy", language: "sh", file: "sum.sh", exit_code: 0 });
    expect(
      stepsOf(project, 1).flatMap((step) => (step.type === "code" ? step.exit_code : [])),
    ).toEqual([3, 0]);

    // What is printed differs from process to process.
    const replayed = await run("--reporter", "table,html");
    expect(replayed.stdout).toContain("2 passed");
    expect(stepsOf(project).find((step) => step.type === "code")).toEqual({
      ...ran,
      at: expect.any(Number),
    });
    expect(unpackedPage(project.read("reports/desk.html"))).toContain(
      '"language":"sh","file":"sum.sh","exit_code":0',
    );

    const again = await run("--code", "live", "-t", "count");
    expect([again.code, again.stdout]).toEqual([
      3,
      expect.stringMatching(/line 2: Code output: pid \d+\n +\+ line 2: Code output: pid \d+/),
    ]);
  });

  it("asks a person at the end, or each time, and ends where nothing is left to say", async () => {
    const { project, run } = await desk(
      { id: "asked", user: "Go.", human: ["Thanks.", ""], expect: { ended: "termination" } },
      { id: "always", user: "Go.", human: ["", "exit"], expect: { ended: "person" } },
      { id: "quiet", user: "Say nothing.", expect: { ended: "nobody" } },
    );
    const { stdout } = await run("--traffic", "live");
    expect(stdout).toContain("3 passed");
    const said = stepsOf(project).flatMap((step) => (step.type === "said" ? step.by : []));
    expect(said).toEqual(["program", "person"]);
  });

  it("names the package of a sandbox that is missing, and runs nothing else in its place", async () => {
    const { project, run } = await desk(COUNT);
    // A team that tolerates members that fail does not tolerate that.
    const tolerant = TEAMS.replace("chat, userProxy", "chat, concurrent, userProxy")
      .replace("chat(userProxy(", "concurrent([chat(userProxy(")
      .replace("maxTurns: 6 })", 'maxTurns: 6 })], { name: "Tolerant" })');
    project.write("evals/desk.ts", tolerant.replaceAll("localExecutor", "bubblewrap"));
    // Nothing is installed there.
    const { code, stdout } = await run("--traffic", "live", "PATH=/nowhere");
    expect(code).toBe(4);
    expect(stdout).toContain("apt install bubblewrap");
  });
});
