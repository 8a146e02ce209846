import { describe, expect, it } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import type { Project } from "../../support/project.ts";
import { deskCase, deskModel, deskProgram, deskProject, record, replay } from "./desk.ts";

function result({ read }: Project): SuiteResult {
  return JSON.parse(read("reports/desk.json")) as SuiteResult;
}

function steps(project: Project): unknown[] {
  return (result(project).cases[0]?.trials[0]?.steps ?? []).map(({ type, agent, ...rest }) => {
    const { to, name, content, message } = rest as Record<string, unknown>;
    const { content: said } = (message ?? {}) as { readonly content?: unknown };
    return [type, agent, to ?? content ?? name ?? said ?? null];
  });
}

const EVERYTHING = {
  agent: "Triage",
  expect: {
    handoffs: ["Refunds"],
    tool_calls: [
      { name: "transferToRefunds", arguments: {}, agent: "Triage" },
      { name: "refund", arguments: { order: "A7" }, agent: "Refunds", error: false },
    ],
    output: { equals: "A7 is refunded." },
    agent: "Refunds",
    max_model_calls: 3,
  },
};

describe("a case that names a command", () => {
  it("is played by that program, recorded, and replayed without the API", async () => {
    const project = deskProject([deskCase("refund", EVERYTHING)]);
    const server = await deskModel();
    const recorded = await record(project, server);
    expect({ code: recorded.code, stderr: recorded.stderr }).toMatchObject({ code: 0 });
    const happened = steps(project);
    expect(happened).toEqual([
      ["user", "Triage", "Refund A7."],
      ["reply", "Triage", null],
      ["tool_call", "Triage", "transferToRefunds"],
      ["tool_result", "Triage", "Refunds"],
      ["handoff", "Triage", "Refunds"],
      ["reply", "Refunds", null],
      ["tool_call", "Refunds", "refund"],
      ["tool_result", "Refunds", "A7 is refunded."],
      ["reply", "Refunds", "A7 is refunded."],
    ]);
    await server.close();
    expect(await replay(project)).toMatchObject({ code: 0 });
    expect(steps(project)).toEqual(happened);
    const { model_calls, usage, cost } = result(project).cases[0]?.trials[0] ?? {};
    expect(model_calls).toBe(3);
    expect(usage?.prompt_tokens).toBeGreaterThan(0);
    expect(cost).toBeGreaterThan(0);
  });

  it("fails where the program does something else, and asks nothing more from then on", async () => {
    const project = deskProject([
      deskCase("refund", { expect: { not_called: ["transferToRefunds"] } }),
    ]);
    const server = await deskModel();
    const { code, stdout } = await record(project, server);
    expect(code).toBe(1);
    expect(stdout).toContain("transferToRefunds");
    // The second request showed the call, and was not answered.
    expect(server.requests).toHaveLength(1);
  });

  it("errs where the program asks what was not recorded, and says what differs", async () => {
    const project = deskProject([deskCase("refund")]);
    await record(project, await deskModel());
    project.write("evals/desk.mjs", deskProgram().replace("You refund.", "You refund gladly."));
    const { code, stdout } = await replay(project);
    expect(code).toBe(3);
    expect(stdout).toContain("+ You refund gladly.");
    expect(stdout).toContain("asked by Refunds in turn 1");
  });

  it("gives the program a key that is none, and the API its own", async () => {
    const key = "sk-proj-0123456789abcdefghijklmnopqrstuvwxyz";
    const tell = "{ context_variables: { key: OPENAI_API_KEY } }";
    const project = deskProject([deskCase("refund")], deskProgram({ tell }));
    const server = await deskModel();
    await record(project, server, [], { OPENAI_API_KEY: key });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      [1, 2, 3].map(() => `Bearer ${key}`),
    );
    expect(result(project).cases[0]?.trials[0]?.context_variables).toEqual({
      key: "sk-swarm-eval",
    });
  });

  it("lets a Node program reach nothing but its model", async () => {
    const other = await deskModel();
    const atFirst = `
      const elsewhere = ${JSON.stringify(other.baseUrl)};
      await fetch(elsewhere).catch(() => undefined);
      const { get } = await import("node:http");
      await new Promise((resolve) => get(elsewhere, resolve).on("error", resolve));`;
    const project = deskProject([deskCase("refund")], deskProgram({ atFirst }));
    const { code, stderr } = await record(project, await deskModel());
    expect(code).toBe(0);
    expect(stderr).toContain(`a connection to ${new URL(other.baseUrl).origin}`);
    expect(other.requests).toEqual([]);
  });

  it.each([
    ["--model-override", ["--model-override", "gpt-5.4-mini"], {}],
    ["the case", [], { model_override: "gpt-5.4-mini" }],
  ])("asks another model for the program by %s", async (_, args, more) => {
    const project = deskProject([deskCase("refund", more)]);
    const server = await deskModel();
    expect((await record(project, server, args)).code).toBe(0);
    expect(new Set(server.requests.map(({ body }) => body.model))).toEqual(
      new Set(["gpt-5.4-mini"]),
    );
    expect((await replay(project, args)).code).toBe(0);
  });

  it.each(["record", "live"])("counts what it asks against the run's caps: %s", async (mode) => {
    const project = deskProject([deskCase("refund")]);
    const server = await deskModel();
    const { code, stderr } = await record(project, server, [
      "--traffic",
      mode,
      "--max-tokens",
      "20",
    ]);
    expect({ code, requests: server.requests.length }).toEqual({ code: 5, requests: 0 });
    expect(stderr).toContain("20");
  });

  it("is played live, and leaves no recording", async () => {
    const project = deskProject([deskCase("refund", EVERYTHING)]);
    const { code } = await record(project, await deskModel(), ["--traffic", "live"]);
    expect(code).toBe(0);
    expect((await replay(project)).code).toBe(3);
  });

  it("is asked of the server of the config, with its headers, query and parameters", async () => {
    const server = await deskModel();
    const client = {
      baseURL: server.baseUrl,
      defaultHeaders: { "x-team": "desk" },
      defaultQuery: { version: "7" },
    };
    const config = `export default ${JSON.stringify({ client, request: { temperature: 0 } })};`;
    const project = deskProject([deskCase("refund")], deskProgram(), {
      "swarm-eval.config.ts": config,
    });
    expect((await record(project, server)).code).toBe(0);
    for (const { path, headers, body } of server.requests) {
      expect(path).toBe("/v1/chat/completions?version=7");
      expect(headers).toMatchObject({ "x-team": "desk" });
      expect(headers).not.toHaveProperty("authorization");
      expect(body).toMatchObject({ temperature: 0, tools: [{}, {}] });
    }
    project.write(
      "swarm-eval.config.ts",
      config.replace('"request"', '"api":"responses","request"'),
    );
    project.remove("fixtures");
    const { code, stderr } = await record(project, server);
    expect(code).toBe(2);
    expect(stderr).toContain("The program asks by chat_completions, and the run by responses");
  });

  it.each([
    ["/chat/completions", { messages: [{ role: "user", content: "Hi" }] }],
    [
      "/chat/completions",
      {
        messages: [{ role: "user", content: "Hi" }],
        stream: true,
        stream_options: { include_usage: true },
      },
    ],
    ["/responses", { input: [{ role: "user", content: "Hi" }] }],
    ["/responses", { input: [{ role: "user", content: "Hi" }], stream: true }],
  ])("may ask %s with %j", async (path, body) => {
    const program = `
      import { createInterface } from "node:readline";
      for await (const _ of createInterface({ input: process.stdin })) {
        const reply = await fetch(process.env.OPENAI_BASE_URL + ${JSON.stringify(path)}, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: ${JSON.stringify(JSON.stringify({ model: "gpt-5.4", ...body }))},
        });
        await reply.text();
        console.log('{"reply":"That is all."}');
      }`;
    const project = deskProject(
      [deskCase("ask", { expect: { output: { equals: "That is all." } } })],
      program,
    );
    const server = await deskModel(() => ({ say: "That is all." }));
    const happened = [
      ["user", "program", "Refund A7."],
      ["reply", "program", "That is all."],
    ];
    for (const run of [() => record(project, server), () => replay(project)]) {
      expect((await run()).code).toBe(0);
      expect(steps(project)).toEqual(happened);
      expect(result(project).cases[0]?.trials[0]?.usage?.prompt_tokens).toBeGreaterThan(0);
    }
    expect(server.requests).toHaveLength(1);
  });

  it("gives each trial a process of its own", async () => {
    const refunded = { state: { A7: { $not: { $unchanged: true } } } };
    const project = deskProject(
      [deskCase("refund", { trials: 2, expect: refunded })],
      deskProgram({ tell: "{ state }", atFirst: "say({ state });" }),
    );
    expect((await record(project, await deskModel())).code).toBe(0);
    expect(result(project).cases[0]?.trials.map(({ state }) => state)).toEqual([
      { A7: "refunded" },
      { A7: "refunded" },
    ]);
  });

  it("begins as the case says, and goes on from turn to turn", async () => {
    const begins = {
      agent: "Refunds",
      context_variables: { name: "Ann" },
      messages: [{ role: "user", content: "Hello" }],
      world: { orders: 2 },
    };
    const turns = [{ user: "Refund A7." }, { user: "And A8?" }];
    const { user: _, ...rest } = deskCase("refund", {
      ...begins,
      turns,
      expect: { context_variables: { first: begins } },
    }) as { user?: string };
    const tell = "{ context_variables: { first } }";
    const project = deskProject([rest], deskProgram({ tell }));
    expect((await record(project, await deskModel())).code).toBe(0);
    expect(result(project).cases[0]?.trials[0]?.checks).toMatchObject([{ verdict: "passed" }]);
    expect((await replay(project)).code).toBe(0);
  });
});

describe("a program that breaks off", () => {
  it.each([
    ["before it reads", { atFirst: 'throw new Error("no desk");' }, "no desk"],
    ["with a line that cannot be used", { tell: "{ agents: [] }" }, 'unknown key "agents"'],
    ["with two replies to one turn", { tell: "(say({ reply }), {})" }, "more replies than"],
    ["without a word", { atFirst: "process.exit(7);" }, "exit code 7"],
  ])("%s ends its trial, and the message says why", async (_, program, why) => {
    const project = deskProject([deskCase("refund")], deskProgram(program));
    const { code, stdout } = await record(project, await deskModel());
    expect(code).toBe(4);
    expect(stdout).toContain(why);
    expect(result(project).cases[0]?.trials[0]?.error?.kind).toBe("agents_module");
  });

  it("because its model's API failed is an outage, recorded and replayed", async () => {
    const project = deskProject([deskCase("refund")]);
    const error = JSON.stringify({ error: { message: "It is down." } });
    const server = await deskModel((count) =>
      count === 1 ? { status: 400, raw: error } : undefined,
    );
    for (const run of [() => record(project, server), () => replay(project)]) {
      const { code, stdout } = await run();
      expect({ code, requests: server.requests.length }).toEqual({ code: 4, requests: 2 });
      expect(stdout).toContain("It is down.");
      expect(result(project).cases[0]?.trials[0]?.error?.kind).toBe("api");
    }
  });

  it("asks a server that is not there, and ends its trial as an outage", async () => {
    const project = deskProject([deskCase("refund")]);
    const server = await deskModel();
    await server.close();
    const { code, stdout } = await record(project, server);
    expect(code).toBe(4);
    expect(stdout).toContain("ECONNREFUSED");
  });

  it("goes on for ever, and is ended with its trial", async () => {
    const project = deskProject([deskCase("refund")], deskProgram({ atFirst: "for (;;);" }));
    const { code, stdout } = await record(project, await deskModel(), ["--timeout", "500"]);
    expect(code).toBe(4);
    expect(stdout).toContain("longer than 500 ms");
  });
});

describe("what a program cannot do, or does not tell,", () => {
  it.each([
    ["max_turns", { max_turns: 3 }],
    ["execute_tools", { execute_tools: false }],
    ["faults", { faults: [{ tool: "refund", give: "lost" }] }],
    ["now", { now: "2026-01-01" }],
    ["stream", { stream: true }],
    ["ended", { expect: { ended: "rounds" } }],
  ])("is refused where a case says %s", async (key, more) => {
    const project = deskProject([deskCase("refund", more)]);
    const server = await deskModel();
    for (const { code, stderr } of [
      await record(project, server),
      await project.swarmEval(["validate", "evals/desk.jsonl"]),
    ]) {
      expect(code).toBe(2);
      expect(stderr).toContain("evals/desk.jsonl:1");
      expect(stderr).toContain(`"${key}"`);
    }
    expect(server.requests).toEqual([]);
  });

  it.each([
    ["context_variables", { context_variables: { order: { $absent: true } } }, {}],
    ["state", { state: { A8: { $absent: true } } }, { atFirst: "say({ state });" }],
  ])("is refused where a case expects %s", async (key, expected, program) => {
    const project = deskProject(
      [deskCase("refund", { expect: expected })],
      deskProgram({ ...program, tell: "{}" }),
    );
    const { code, stderr } = await record(project, await deskModel());
    expect(code).toBe(2);
    expect(stderr).toContain(`expects something of ${key}, and the program told none`);
  });

  it("is refused where a case expects something of agents that nothing tells apart", async () => {
    const handedOver = 'return "handed over"';
    const project = deskProject(
      [deskCase("refund", { expect: { handoffs: [] } })],
      deskProgram({ tell: "{}" }).replace('return { assistant: "Refunds" }', handedOver),
    );
    const server = await deskModel();
    const { code, stderr } = await record(project, server);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'nothing tells which of them asked with these instructions: "You refund."',
    );
    const agents = { Triage: "the triage", Refunds: "You refund" };
    const command = { run: ["node", "desk.mjs"], agents };
    const expects = { expect: { handoffs: ["Refunds"], agent: "Refunds" } };
    project.write("evals/desk.jsonl", JSON.stringify(deskCase("refund", { command, ...expects })));
    expect(await record(project, server)).toMatchObject({ code: 0 });
  });

  it("is said where there is no such program", async () => {
    const project = deskProject([deskCase("refund", { command: ["no-such-program"] })]);
    const { code, stderr } = await record(project, await deskModel());
    expect(code).toBe(2);
    expect(stderr).toContain("The command no-such-program could not be started");
  });

  it("is said where a case names no program, and there are no agents", async () => {
    const { command: _, ...bare } = deskCase("bare") as { command?: unknown };
    const project = deskProject([deskCase("refund"), bare]);
    project.write("evals/app.mjs", project.read("evals/desk.mjs"));
    project.remove("evals/desk.mjs");
    const { code, stderr } = await replay(project);
    expect(code).toBe(2);
    expect(stderr).toContain("evals/desk.jsonl has no agents module beside it");
  });
});

describe("a command of the config", () => {
  const config = (suite: object): string =>
    `export default { suites: [${JSON.stringify({ cases: "evals/desk.jsonl", ...suite })}] };`;
  const { command: _, ...bare } = deskCase("refund") as { command?: unknown };

  it("plays all cases of its suite that name none, in the root", async () => {
    const command = ["node", "evals/desk.mjs"];
    const project = deskProject([bare, deskCase("own")], deskProgram(), {
      "swarm-eval.config.ts": config({ command }),
    });
    expect(await record(project, await deskModel())).toMatchObject({ code: 0 });
    expect((await replay(project)).code).toBe(0);
    expect(await project.swarmEval(["validate"])).toMatchObject({ code: 0 });
  });

  it("is refused beside agents", async () => {
    const project = deskProject([bare], deskProgram(), {
      "swarm-eval.config.ts": config({ command: ["node"], agents: "agents.ts" }),
    });
    const { code, stderr } = await replay(project);
    expect(code).toBe(2);
    expect(stderr).toContain("it has agents and a command");
  });
});

describe("a recording of a program", () => {
  it("keeps what the program asks when it is pruned", async () => {
    const project = deskProject([deskCase("refund")]);
    await record(project, await deskModel());
    expect((await project.swarmEval(["recordings", "prune", "evals/desk.jsonl"])).code).toBe(0);
    expect((await replay(project)).code).toBe(0);
  });
});
