import { describe, expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Finished } from "../../support/project.ts";
import { seeded } from "../../support/random.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

const DESK = `
import { Agent } from "swarm-eval";
export default () => {
  function lookUp(order: string) { return "delivered"; }
  function refund(order: string) { return "refunded"; }
  function replace(order: string) { return "replaced"; }
  const desk = new Agent({
    name: "Desk",
    instructions: "Be kind. Replace what is broken. Look up orders that you do not know.\\nBe brief.",
    functions: [lookUp, refund, replace],
  });
  function transferToDesk() { return desk; }
  return new Agent({ name: "Triage", instructions: "Hand over all that is an order.", functions: [transferToDesk] });
};`;

const CASE = {
  id: "damaged",
  tags: ["orders"],
  turns: [
    { user: "Hello! I hope that you are well.", expect: { handoffs: [] } },
    { user: "I bought a lamp for my desk. It came broken on Monday, in order A7." },
    { user: "It was a present. My sister likes it a lot." },
    { user: "Please refund it to my card.", expect: { tool_calls: ["refund"] } },
    { user: "Thank you, goodbye!" },
  ],
  expect: { final_agent: "Desk", handoffs: { max: 3 } },
};

/** Replaces what it should refund if something is broken, and its agent may and should replace that. */
function clerk({ body }: StandInRequest): StandInReply {
  const { messages, tools = [] } = body;
  const names = new Set(tools.map(({ function: tool }) => tool.name));
  const last = messages.at(-1);
  const has = (role: string, word: string): boolean =>
    messages.some((one) => one.role === role && one.content?.includes(word) === true);
  if (last?.role === "tool" && last.content !== "" && !has("tool", "Desk")) return { say: "Done." };
  if (names.has("transferToDesk"))
    return has("user", "broken") || has("user", "refund")
      ? { calls: [{ name: "transferToDesk" }] }
      : { say: "Hello!" };
  if (last?.role === "user" && last.content?.includes("refund") === true) {
    const replaces = has("user", "broken") && has("system", "Replace") && names.has("replace");
    return { calls: [{ name: replaces ? "replace" : "refund", arguments: { order: "A7" } }] };
  }
  return { say: "I see." };
}

type Script = (request: StandInRequest) => StandInReply;

async function desk(script: Script = clerk, testCase: object = CASE) {
  const project = newProject({ "evals/desk.ts": DESK, "evals/desk.jsonl": jsonl(testCase) });
  const server = await startStandIn(script);
  onTestFinished(() => server.close());
  const environment = { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "none" };
  const args = ["shrink", "damaged", "evals/desk.jsonl"];
  return {
    project,
    server,
    swarmEval: (...typed: string[]): Promise<Finished> => project.swarmEval(typed, environment),
    shrink: (...more: string[]) => project.swarmEval([...args, ...more], environment),
    start: (...more: string[]) => project.start([...args, ...more], environment),
  };
}

/** What each turn of the printed case says. */
function saidIn(stdout: string): unknown[] {
  const { turns } = JSON.parse(stdout) as { turns: { user: unknown }[] };
  return turns.map(({ user }) => user);
}

it("leaves only the turns, words, tools and instructions that a failure needs", async () => {
  const { shrink } = await desk();
  const { code, stdout, stderr } = await shrink();
  expect({ code, case: JSON.parse(stdout) as unknown }).toEqual({
    code: 0,
    case: {
      id: "damaged-shrunk",
      tags: ["orders"],
      turns: [
        { user: "broken" },
        { user: "refund", expect: { tool_calls: { mode: "exact", calls: [{ name: "refund" }] } } },
      ],
      expect: { final_agent: "Desk", handoffs: { max: 3 } },
    },
  });
  const lines = stderr.trimEnd().split("\n");
  expect(lines.slice(0, 4).join("\n")).toMatchInlineSnapshot(`
    "damaged is played until it has failed 5 times in the same way, 20 times at most.
    It fails in 5 of 5 trials: tool_calls in turn 4: - refund(…) is missing here ⏎ + replace({"order":"A7"}) by Desk in turn 4 was not expected here
    It has 5 turns, 41 words, 4 tools, 5 sentences of instructions.
    It takes about 19 tries in 52 trials, $0.31, if little of that matters; at most 668 tries in 13,360 trials, $80.53."
  `);
  expect(lines.slice(-3).join("\n")).toMatchInlineSnapshot(`
    "It still fails, in 3 of 3 trials, with 2 turns, 2 words, 2 tools, 1 sentence of instructions, found by 28 tries, 74 trials, $0.21.
    The failure needs these tools: transferToDesk of Triage; replace of Desk.
    It needs of the instructions of Desk: "Replace what is broken."."
  `);
});

it("says what it may cost before it tries anything", async () => {
  const { shrink } = await desk();
  const { stderr } = await shrink("--max-trials", "1", "--concurrency", "1");
  const [, , , cost = "", ...others] = stderr.split("\n");
  expect(cost).toMatch(/^It takes about \d+ tries in \d+ trials, \$[\d.]+, .*; at most \d+ tries/);
  const [, most = ""] = /at most (\d+) tries in \1 trials/.exec(cost) ?? [];
  const [, taken = ""] = /found by (\d+) tries, \d+ trials/.exec(others.join("\n")) ?? [];
  expect(Number(taken)).toBeLessThan(Number(most));
});

it("adds the case to a file, with a recording that fails in the same way without the network", async () => {
  const { project, server, shrink, swarmEval } = await desk();
  const { code, stdout, stderr } = await shrink("-o", "evals/small.jsonl", "--max-trials", "1");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const replay = "run evals/small.jsonl -t '^damaged-shrunk$' --agents evals/desk.ts";
  expect(stderr).toContain(`npx swarm-eval ${replay}\n`);
  const asked = server.requests.length;
  const replayed = await swarmEval(...replay.replaceAll("'", "").split(" "));
  expect({ code: replayed.code, asked: server.requests.length }).toEqual({ code: 1, asked });
  expect(replayed.stdout).toMatch(/refund\(…\) is missing here[^]*\+ replace\(/);
  // Again, beside itself.
  await shrink("-o", "evals/small.jsonl", "--max-trials", "1");
  const ids = project.read("evals/small.jsonl").match(/damaged-shrunk[^"]*/g);
  expect(ids).toEqual(["damaged-shrunk", "damaged-shrunk-2"]);
  expect((await swarmEval("run", "evals/small.jsonl", "--agents", "evals/desk.ts")).code).toBe(1);
});

it("prints a case that cannot be saved, so that it is not lost", async () => {
  const { project, shrink } = await desk();
  const inTheWay = 'mkdirSync("evals/small.jsonl", { recursive: true });';
  const agents = DESK.replace("=> {", `=> { ${inTheWay}`);
  project.write("evals/desk.ts", `import { mkdirSync } from "node:fs";${agents}`);
  const { code, stdout, stderr } = await shrink("-o", "evals/small.jsonl", "--max-trials", "1");
  expect({ code, said: saidIn(stdout) }).toEqual({ code: 2, said: ["broken", "refund"] });
  expect(stderr).toContain("evals/small.jsonl cannot be added to");
});

it("finds it where it fails only in most trials", async () => {
  const random = seeded(3);
  const [, broken, , refund] = CASE.turns;
  const short = { ...CASE, turns: [broken, refund] };
  const { shrink } = await desk((request) => {
    const reply = clerk(request);
    const isFault = "calls" in reply && reply.calls?.[0]?.name === "replace";
    if (!isFault || random.chance(0.6)) return reply;
    return { calls: [{ name: "refund", arguments: { order: "A7" } }] };
  }, short);
  // One after the other, so that chance is the same in each run.
  const { code, stdout, stderr } = await shrink("--concurrency", "1");
  expect({ code, said: saidIn(stdout) }).toEqual({ code: 0, said: ["broken", "refund"] });
  expect(stderr).toMatch(/It fails in 5 of [6-9] trials/);
});

it("shows what it has found when a cap is reached, and says that it may not be the smallest", async () => {
  const { shrink, server } = await desk();
  const { code, stdout, stderr } = await shrink("--max-cost", "0.08");
  expect(code).toBe(5);
  expect(saidIn(stdout).length).toBeLessThan(CASE.turns.length);
  expect(stderr).toContain("It may not be the smallest: the search was ended before.");
  expect(stderr).toContain("Stopped. The next completion");
  const before = server.requests.length;
  expect((await shrink("--max-tokens", "1")).code).toBe(5);
  expect(server.requests.length).toBe(before);
});

it("shows what it has found when the user ends it", async () => {
  const { start } = await desk((request) =>
    request.index < 150 ? clerk(request) : { hang: true },
  );
  const { child, finished } = start();
  let told = "";
  child.stderr?.on("data", (chunk: Buffer) => (told += chunk.toString()));
  await expect.poll(() => told, { timeout: 20_000 }).toContain("turns: 2 turns");
  child.kill("SIGINT");
  const { code, stdout, stderr } = await finished;
  expect({ code, turns: saidIn(stdout).length }).toEqual({ code: 130, turns: 2 });
  expect(stderr).toContain("It may not be the smallest");
});

describe("has nothing to shrink", () => {
  it("in a case that passes, whatever was recorded of it", async () => {
    const whole = { id: "damaged", user: "Hello!", expect: { tool_calls: [] } };
    const { shrink, server, swarmEval } = await desk(() => ({ say: "Hello!" }), whole);
    await swarmEval("run", "evals/desk.jsonl", "--traffic", "record");
    const { code, stdout, stderr } = await shrink("--max-trials", "3");
    const asked = server.requests.length - 1;
    expect({ code, stdout, asked }).toEqual({ code: 1, stdout: "", asked: 3 });
    expect(stderr).toContain("damaged has not failed in 3 trials: there is nothing to shrink.");
  });

  it("in one that breaks off", async () => {
    const { shrink, server } = await desk(() => ({ status: 401, raw: "{}" }));
    const { code, stdout, stderr } = await shrink("--concurrency", "1");
    expect({ code, stdout, asked: server.requests.length }).toEqual({
      code: 4,
      stdout: "",
      asked: 3,
    });
    expect(stderr).toContain("damaged has not failed, but broken off: ");
  });
});

it("does not take what another agent does for the failure", async () => {
  const { shrink } = await desk(clerk, {
    id: "damaged",
    turns: [
      { user: "My order is broken." },
      { user: "Where is my money?", expect: { output: { contains: ["card"] } } },
    ],
  });
  const { stdout } = await shrink("--max-trials", "1");
  // Triage would not speak of cards either.
  expect(saidIn(stdout)).toEqual(["broken.", expect.stringMatching(/^\S+$/)]);
});

it("tells the members of a team apart", async () => {
  const whole = { id: "damaged", user: "Hello!", expect: { said: { not_contains: ["No!"] } } };
  const { project, shrink } = await desk(({ body }) => {
    const told = body.messages[0]?.content ?? "";
    return { say: told.includes("Be strict.") && told.includes("critic") ? "No!" : "Yes." };
  }, whole);
  const told = (name: string): string =>
    `new Agent({ name: "${name}", instructions: "Be strict. You are the ${name}." })`;
  project.write(
    "evals/desk.ts",
    `import { Agent, roundRobin, team } from "swarm-eval";
    const members = [${told("writer")}, ${told("critic")}];
    export default team({ name: "Two", members, turns: roundRobin(), maxRounds: 2 });`,
  );
  const { stderr } = await shrink("--max-trials", "1");
  const needed = stderr.split("\n").filter((line) => line.includes("needs"));
  expect(needed).toEqual([
    "The failure needs no tool.",
    'It needs of the instructions of critic: "Be strict.", "You are the critic.".',
  ]);
});

it("does not say of a tool that it is not needed where a model calls it untold", async () => {
  const { shrink } = await desk(
    ({ body }) => {
      const [last] = body.messages.slice(-1);
      return last?.role === "tool" ? { say: "Done." } : { calls: [{ name: "transferToDesk" }] };
    },
    { id: "damaged", user: "Hello!", expect: { handoffs: [] } },
  );
  const { stderr } = await shrink("--max-trials", "1");
  expect(stderr).toContain(
    "needs these tools: transferToDesk of Triage.\nIt needs no instructions.",
  );
});

it("leaves a turn where the whole case fails", async () => {
  const turns = [{ user: "Hello!" }, { user: "How are you?" }];
  const { shrink } = await desk(clerk, {
    id: "damaged",
    turns,
    expect: { tool_calls: ["refund"] },
  });
  const { stdout } = await shrink("--max-trials", "1");
  expect(saidIn(stdout)).toEqual([expect.stringMatching(/^\S+$/)]);
});

it("ends with code that never gives way, and shows what it has found until then", async () => {
  // Who is not greeted has the desk look something up, which never ends.
  const blocking = DESK.replace('return "delivered"', "for (;;);");
  const { project, start } = await desk((request) => {
    const said = request.body.messages.filter(({ role }) => role === "user");
    const isWhole = said.some(({ content }) => content?.includes("Hello") === true);
    const looksUp =
      request.body.tools?.some(({ function: { name } }) => name === "lookUp") === true;
    return isWhole || !looksUp
      ? clerk(request)
      : { calls: [{ name: "lookUp", arguments: { order: "A7" } }] };
  });
  project.write("evals/desk.ts", blocking);
  const { code, stdout, stderr } = await start("--max-trials", "1", "--timeout", "1500").finished;
  expect({ code, turns: saidIn(stdout).length }).toEqual({ code: 4, turns: 3 });
  expect(stderr).toContain("That ends the process.");
});

it.each([
  ["the Responses API", DESK, 'export default { api: "responses" };'],
  [
    "a client of an agent's own",
    DESK.replace('name: "Desk",', 'name: "Desk", client: own,').concat(`
const own = { chat: { completions: { create: async (body) => {
  const headers = { "content-type": "application/json" };
  const url = process.env.OPENAI_BASE_URL + "/chat/completions";
  return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).json();
} } } };`),
    "export default {};",
  ],
])("tells %s less in the same way", async (_, agents, config) => {
  const { project, shrink } = await desk();
  project.write("evals/desk.ts", agents);
  project.write("swarm-eval.config.ts", config);
  const { stdout, stderr } = await shrink("--max-trials", "1");
  expect(saidIn(stdout)).toEqual(["broken", "refund"]);
  expect(stderr).toContain("needs these tools: transferToDesk of Triage; replace of Desk.");
  expect(stderr).toContain('of the instructions of Desk: "Replace what is broken.".');
});

it.each([
  [{ ...CASE, turns: undefined, user: { goal: "A refund" } }, [], "has a model for its user"],
  [{ ...CASE, command: ["node", "desk.js"] }, [], "plays a program"],
  [CASE, ["-o", "evals/small.json"], "cannot be added to"],
])("refuses what it cannot shrink: %#", async (testCase, flags, said) => {
  const { shrink, server } = await desk(clerk, testCase);
  const { code, stderr } = await shrink(...flags);
  expect({ code, asked: server.requests.length }).toEqual({ code: 2, asked: 0 });
  expect(stderr).toContain(said);
});
