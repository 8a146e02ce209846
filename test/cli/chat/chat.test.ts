import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { chat, chatOnPipe, shopWithModel } from "./chat-process.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

const AGENTS = "evals/shop.ts";
const SAVE = ["--save", "evals/shop.jsonl"];
const REFUND = "Please refund 7.\n";

interface SavedCase {
  readonly id: string;
  readonly [key: string]: unknown;
}

function casesIn(project: Project, file = "evals/shop.jsonl"): SavedCase[] {
  const lines = project.read(file).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as SavedCase);
}

describe("chat on a pipe", () => {
  it("plays its lines to the end, without colours or a prompt", async () => {
    const { project, online } = await shopWithModel();
    const { code, stdout, stderr } = await chatOnPipe(
      project,
      [AGENTS],
      `Hi!\n\n${REFUND}`,
      online,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "User: Hi!
      Triage: Hello! What can I do for you?
      User: Please refund 7.
      Triage: transferToRefunds()
        → Refunds
      Refunds: refund({"order":7,"reason":"asked"})
        = Refunded.
        context variables: {"refunded":7}
      Refunds: Order 7 is refunded.
      "
    `);
  });

  it("begins at another agent, with context variables and one model", async () => {
    const { project, server, online } = await shopWithModel();
    const flags = ["--agent", "Refunds", "--context", '{"a":1}', "--model-override", "small"];
    await chat(project, [AGENTS, ...flags], "Hi!\n", online);
    expect(server.requests[0]?.body).toMatchObject({
      model: "small",
      messages: [{ content: "Refund orders." }, { content: "Hi!" }],
    });
  });

  it("goes on after an error, and exits with 4", async () => {
    const { project, online } = await shopWithModel((request) =>
      request.index === 0
        ? { status: 400, raw: '{"error":{"message":"That is too much."}}' }
        : shopModel(request),
    );
    const { code, stdout } = await chat(project, [AGENTS], "One.\nHi!\n", online);
    expect(code).toBe(4);
    expect(stdout).toMatchInlineSnapshot(`
      "User: One.
      BadRequestError: 400 That is too much.
      The conversation goes on as if you had not said this.
      User: Hi!
      Triage: Hello! What can I do for you?
      "
    `);
  });

  it("ends an answer that takes too long", async () => {
    const { project, online } = await shopWithModel(() => ({ hang: true }));
    const { code, stdout } = await chat(project, [AGENTS, "--timeout", "1"], "Hi!\n", online);
    expect(code).toBe(4);
    expect(stdout).toContain("There was no answer within 1 ms.");
  });
});

describe("chat --max-turns", () => {
  it("ends an answer that goes on and on, says so, and saves it with its limit", async () => {
    const { project, online } = await shopWithModel(() => ({
      calls: [{ name: "refund", arguments: { order: 7 } }],
    }));
    const flags = ["--agent", "Refunds", "--max-turns", "2", ...SAVE, "--id", "endless"];
    const { code, stdout } = await chat(project, [AGENTS, ...flags], REFUND, online);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(
        "(stopped after 2 completions: the limit of a turn)",
      ) as string,
    });
    expect(stdout).toContain("It replays and passes");
    expect(casesIn(project)).toMatchObject([{ id: "endless", max_turns: 2 }]);
  });

  it("is the config's maxTurns otherwise", async () => {
    const { project, server, online } = await shopWithModel(() => ({
      calls: [{ name: "refund", arguments: { order: 7 } }],
    }));
    project.write("swarm-eval.config.ts", "export default { maxTurns: 3 };");
    await chat(project, [AGENTS, "--agent", "Refunds"], REFUND, online);
    expect(server.requests).toHaveLength(3);
  });
});

describe("chat without a key", () => {
  it.each([
    ["says what to set and where", "Hi!\n"],
    ["says it before anything is said", ""],
  ])("%s", async (_, said) => {
    const { code, stdout, stderr } = await chat(newProject({ [AGENTS]: SHOP }), [AGENTS], said);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Set OPENAI_API_KEY, in the environment or in the file .env");
  });

  it("reads .env in the working directory", async () => {
    const { project, server, online } = await shopWithModel();
    project.write(
      ".env",
      `OPENAI_API_KEY=sk-from-env\nOPENAI_BASE_URL=${online["OPENAI_BASE_URL"]}\n`,
    );
    const { code } = await chat(project, [AGENTS], "Hi!\n");
    expect(code).toBe(0);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer sk-from-env");
  });

  it("begins if every agent has a client of its own, and says it when another takes over", async () => {
    const project = newProject({
      [AGENTS]: `
        import { Agent, scriptedClient } from "swarm-eval";
        const other = new Agent({ name: "Other" });
        const client = scriptedClient(["Hello.", { toolCalls: [{ name: "transfer" }] }]);
        export default () => new Agent({ client, functions: [function transfer() { return other; }] });`,
    });
    const { code, stdout } = await chat(project, [AGENTS], "Hi!\nNext!\n");
    expect(code).toBe(4);
    expect(stdout).toContain("Agent: Hello.\n");
    expect(stdout).toContain("There is no API key. Set OPENAI_API_KEY");
  });
});

describe("chat refuses", () => {
  it.each<[what: string, args: string[], message: string]>([
    [
      "a context that is not JSON",
      [AGENTS, "--context", "{a:1}"],
      `It must be JSON, such as '{"customer":"Ann"}'`,
    ],
    [
      "a context that is not an object",
      [AGENTS, "--context", "[1]"],
      "It must be a JSON object, such as",
    ],
    [
      "an agent that does not exist",
      [AGENTS, "--agent", "Nobody"],
      'has no agent "Nobody" to start at. It has: "Triage", "Refunds".',
    ],
    [
      "a module that does not exist",
      ["evals/none.ts"],
      "There is no agents module evals/none.ts in ",
    ],
    [
      "a case file for a module",
      ["evals/shop.jsonl"],
      "evals/shop.jsonl is a case file. Name the agents module of its cases, such as evals/shop.ts.",
    ],
    [
      "a factory that throws",
      ["evals/broken.ts"],
      "The factory failed: No world. (evals/broken.ts:1:",
    ],
    ["an id without a file", [AGENTS, "--id", "x"], "--id changes nothing without --save."],
    [
      "an id that is taken",
      [AGENTS, ...SAVE, "--id", "greeting"],
      'evals/shop.jsonl has a case "greeting" already.',
    ],
    [
      "an id that none can be",
      [AGENTS, ...SAVE, "--id", " x"],
      "An id is one line that neither begins nor ends with a space.",
    ],
    [
      "to add to a broken file",
      [AGENTS, "--save", "evals/broken.jsonl"],
      "evals/broken.jsonl:1:1: ",
    ],
    ["to add to a directory", [AGENTS, "--save", "evals"], "evals cannot be added to: "],
    [
      "to write where it cannot",
      [AGENTS, "--save", "evals/shop.ts/x.jsonl"],
      "evals/shop.ts/x.jsonl cannot be written: ",
    ],
  ])("%s", async (_, args, message) => {
    const project = newProject({
      [AGENTS]: SHOP,
      "evals/shop.jsonl": jsonl(GREETING),
      "evals/broken.jsonl": "broken\n",
      "evals/broken.ts": 'export default () => { throw new Error("No world."); };',
    });
    const key = { OPENAI_API_KEY: "sk-of-nobody" };
    const { code, stdout, stderr } = await chat(project, args, "Hi!\n", key);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

describe("chat --save", () => {
  it("records a case of another package in that package", async () => {
    const { project, online } = await shopWithModel();
    for (const file of ["evals/shop.ts", "package.json"])
      project.write(`packages/a/${file}`, project.read(file));
    const agents = `packages/a/${AGENTS}`;
    const save = ["--save", "packages/a/evals/shop.jsonl", "--id", "greeting"];
    const { code, stdout } = await chat(project, [agents, ...save], "Hi!\n", online);
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("It replays and passes") as string,
    });
    expect(readdirSync(join(project.directory, "packages/a/fixtures/shop"))).toEqual([
      "greeting.1.jsonl",
    ]);
  });

  it.each([
    ["replies", []],
    ["streams", ["--stream"]],
    ["one model", ["--model-override", "small"]],
    ["another agent and context variables", ["--agent", "Refunds", "--context", '{"a":{"b":1}}']],
    ["a world", ["--world", '{"orders":[]}']],
  ])("makes a case of %s that replays at once", async (_, flags) => {
    const { project, online } = await shopWithModel();
    const said = `Hi!\n${REFUND}`;
    const { code, stdout } = await chat(project, [AGENTS, ...SAVE, ...flags], said, online);
    expect(stdout).toContain("Saved as hi in evals/shop.jsonl. It replays and passes:");
    expect(code).toBe(0);
    const validated = await project.swarmEval(["validate", "evals/shop.jsonl"]);
    expect(validated.code).toBe(0);
    const replayed = await project.swarmEval(["run", "evals/shop.jsonl", "-t", "^hi$"]);
    expect(replayed).toMatchObject({ code: 0, stderr: "" });
  });

  it("writes what a person would", async () => {
    const { project, online } = await shopWithModel();
    const { stdout } = await chat(project, [AGENTS, ...SAVE], `Hi!\n${REFUND}`, online);
    expect(stdout.slice(stdout.indexOf("Saved"))).toMatchInlineSnapshot(`
      "Saved as hi in evals/shop.jsonl. It replays and passes:
        npx swarm-eval run evals/shop.jsonl -t '^hi$'
      "
    `);
    expect(project.read("evals/shop.jsonl")).toMatchInlineSnapshot(`
      "{"id":"hi","turns":[{"user":"Hi!","expect":{"tool_calls":[],"agent":"Triage"}},{"user":"Please refund 7.","expect":{"tool_calls":["transferToRefunds",{"name":"refund","arguments":{"order":7,"reason":"asked"},"agent":"Refunds"}],"handoffs":["Refunds"]}}],"expect":{"final_agent":"Refunds","context_variables":{"refunded":7}}}
      "
    `);
  });

  it("names the agents module and the fixtures if run would not find them", async () => {
    const { project, online } = await shopWithModel();
    const flags = ["--save", "cases/new one.jsonl", "--fixtures", "tapes", "--id", "it's"];
    const { code, stdout } = await chat(project, [AGENTS, ...flags], "Hi!\n", online);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `npx swarm-eval run 'cases/new one.jsonl' -t '^it'\\''s$' --agents evals/shop.ts --fixtures tapes`,
    );
  });

  it("checks the case by one trial, without the reports and the coverage of the config", async () => {
    const { project, online } = await shopWithModel();
    project.write(
      "swarm-eval.config.ts",
      `export default { trials: 3, reporters: ["html"], threshold: 0.5, minCoverage: 100 };`,
    );
    const { code, stdout, stderr } = await chat(project, [AGENTS, ...SAVE], "Hi!\n", online);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(
      "It replays and passes:\n  npx swarm-eval run evals/shop.jsonl -t '^hi$' --trials 1\n",
    );
    expect(stdout).not.toContain("Wrote");
  });

  it("adds to a file, under an id of its own", async () => {
    const { project, online } = await shopWithModel();
    // Without a line break at its end.
    project.write("evals/shop.jsonl", JSON.stringify({ ...GREETING, id: "hi" }));
    await chat(project, [AGENTS, ...SAVE], "Hi!\n", online);
    await chat(project, [AGENTS, ...SAVE, "--id", "named"], "Hi!\n", online);
    expect(casesIn(project).map(({ id }) => id)).toEqual(["hi", "hi-2", "named"]);
  });

  it("saves nothing if nothing was said", async () => {
    const { project, online } = await shopWithModel();
    const { code, stdout } = await chat(project, [AGENTS, ...SAVE], "\n", online);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Nothing was said that could be saved in evals/shop.jsonl.\n",
    });
    expect(existsSync(join(project.directory, "evals/shop.jsonl"))).toBe(false);
  });

  it("keeps nothing of a turn that broke off, on the tape neither", async () => {
    const { project, online } = await shopWithModel((request) => {
      const { content = "" } = request.body.messages.findLast(({ role }) => role === "user") ?? {};
      const answered = request.body.messages.at(-1)?.role === "tool";
      if (content === "Break, refund 7." && answered) return { status: 400, raw: "{}" };
      return shopModel(request);
    });
    const said = `Hi!\nBreak, refund 7.\n${REFUND}`;
    const { code } = await chat(project, [AGENTS, ...SAVE], said, online);
    // The errors that the session had; the case itself replays, with nothing left over.
    expect(code).toBe(4);
    expect(casesIn(project)).toMatchObject([{ turns: [{ user: "Hi!" }, { user: REFUND.trim() }] }]);
    const [tape = ""] = readdirSync(join(project.directory, "fixtures/shop"));
    expect(project.read(`fixtures/shop/${tape}`)).not.toContain("Break");
    const replayed = await project.swarmEval(["run", "evals/shop.jsonl"]);
    expect(replayed.code).toBe(0);
  });

  it("saves a session with its time and dice, without those of an answer that failed", async () => {
    const { project, online } = await shopWithModel(({ body: { messages } }) => {
      const { role, content } = messages.at(-1) ?? {};
      if (role !== "tool") return { calls: [{ name: "look" }] };
      const asked = messages.findLast((message) => message.role === "user")?.content;
      return asked === "Fail."
        ? { status: 400, raw: '{"error":{"message":"That is too much."}}' }
        : { say: `Seen ${content}.` };
    });
    project.write(
      AGENTS,
      `import { Agent } from "swarm-eval";
      import { randomUUID } from "node:crypto";
      export default () => {
        const made = Math.random();
        const look = () => [made, Date.now(), Math.random(), randomUUID()].join(" ");
        return new Agent({ functions: [look], instructions: () => "It is " + new Date().toISOString() });
      };`,
    );
    const flags = [AGENTS, ...SAVE, "--id", "looks"];
    const { code, stdout } = await chat(project, flags, "Look.\nFail.\nAgain.\n", online);
    expect(stdout).toContain("Saved as looks in evals/shop.jsonl. It replays and passes:");
    expect(code).toBe(4);
  });

  it("records what the factory and the tools ask for", async () => {
    const { project, server, online } = await shopWithModel((request) =>
      request.path === "/v1/prices"
        ? { raw: `{"price":${request.index}}` }
        : request.body.messages.at(-1)?.role === "user"
          ? { calls: [{ name: "look" }] }
          : { say: "Looked." },
    );
    project.write(
      AGENTS,
      `import { Agent } from "swarm-eval";
       export default async () => {
         const prices = async () => (await fetch(${JSON.stringify(server.baseUrl)} + "/prices")).text();
         const instructions = await prices();
         return new Agent({ instructions, functions: [async function look() { return prices(); }] });
       };`,
    );
    const { code } = await chat(project, [AGENTS, ...SAVE], "Look!\nAgain!\n", online);
    expect(code).toBe(0);
    await server.close();
    const replayed = await project.swarmEval(["run", "evals/shop.jsonl"]);
    expect(replayed.code).toBe(0);
  });

  it("says it if a session cannot be replayed, and keeps it", async () => {
    const { project, online } = await shopWithModel();
    project.write(
      AGENTS,
      `import { Agent } from "swarm-eval";
       export default () => new Agent({ name: "Triage", instructions: "Now is " + process.hrtime.bigint() });`,
    );
    const { code, stdout } = await chat(project, [AGENTS, ...SAVE], "Hi!\n", online);
    expect(code).toBe(3);
    expect(stdout).toContain(
      "Saved as hi in evals/shop.jsonl, but it does not pass when it is replayed:",
    );
    expect(stdout).toContain("No recording answers POST /chat/completions");
    expect(casesIn(project)).toHaveLength(1);
  });

  it("writes no secret, neither into the case nor onto the tape", async () => {
    const secret = "sk-1234567890abcdefghij";
    const { project, online } = await shopWithModel();
    const said = `My key is ${secret}.\n`;
    const environment = { ...online, OPENAI_API_KEY: secret };
    const { code } = await chat(project, [AGENTS, ...SAVE, "--id", "key"], said, environment);
    expect(code).toBe(0);
    expect(casesIn(project)).toMatchObject([{ user: "My key is [redacted]." }]);
    expect(project.read("fixtures/shop/key.1.jsonl")).not.toContain(secret);
  });
});
