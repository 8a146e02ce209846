import { brotliCompressSync } from "node:zlib";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Project } from "../support/project.ts";
import {
  startStandIn,
  type StandIn,
  type StandInReply,
  type StandInRequest,
} from "../support/stand-in.ts";

const AGENTS = `
import { Agent } from "swarm-eval";
export default new Agent({ name: "Clerk" });
`;

function project(...ids: readonly string[]): Project {
  return newProject({
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(
      ...ids.map((id) => ({ id, user: `I am ${id}.`, expect: { output: { contains: id } } })),
    ),
  });
}

async function standIn(
  script: (request: StandInRequest) => StandInReply | Promise<StandInReply>,
): Promise<StandIn> {
  const server = await startStandIn(script);
  onTestFinished(() => server.close());
  return server;
}

function lastWord({ body }: StandInRequest): string {
  return /(\w+)\.$/.exec(body.messages.at(-1)?.content ?? "")?.[1] ?? "";
}

function verdicts(shop: Project): string[] {
  const { cases } = JSON.parse(shop.read("reports/shop.json")) as {
    cases: { id: string; verdict: string }[];
  };
  return cases.map(({ id, verdict }) => `${id} ${verdict}`);
}

it("leaves what it finished to be replayed, and nothing else, when it is killed", async () => {
  const shop = project("ann", "bob", "cid", "dan");
  let killed: (() => void) | undefined;
  const server = await standIn((request) => {
    if (lastWord(request) !== "cid") return { say: `Hello ${lastWord(request)}.` };
    killed?.();
    return { hang: true };
  });
  const { child, finished } = shop.start(
    ["run", "evals/shop.jsonl", "--traffic", "record", "--concurrency", "1"],
    { OPENAI_BASE_URL: server.baseUrl },
  );
  killed = () => child.kill("SIGKILL");
  await finished;
  expect(readdirSync(join(shop.directory, "fixtures/shop")).sort()).toEqual([
    "ann.1.jsonl",
    "bob.1.jsonl",
  ]);
  const { code } = await shop.swarmEval(["run", "evals/shop.jsonl"]);
  expect({ code, verdicts: verdicts(shop) }).toEqual({
    code: 3,
    verdicts: ["ann passed", "bob passed", "cid errored", "dan errored"],
  });

  const working = await standIn((request) => ({ say: `Hello ${lastWord(request)}.` }));
  await shop.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: working.baseUrl,
  });
  expect(working.requests.map(lastWord).sort()).toEqual(["cid", "dan"]);
  const again = await shop.swarmEval(["run", "evals/shop.jsonl"]);
  expect({ code: again.code, verdicts: verdicts(shop) }).toEqual({
    code: 0,
    verdicts: ["ann passed", "bob passed", "cid passed", "dan passed"],
  });
});

it("writes no key, token, cookie or secret of the environment, and replays without them", async () => {
  const shop = project("ann");
  const server = await standIn((request) => ({
    raw: JSON.stringify({
      choices: [
        {
          message: {
            role: "assistant",
            content: `${lastWord(request)}: sk-abcdefghijklmnopqrstuvwx, correct-horse`,
          },
        },
      ],
    }),
    headers: { "set-cookie": "session=abc", "openai-organization": "acme" },
  }));
  const environment = {
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_API_KEY: "battery-staple",
    COMPANY_SECRET: "correct-horse",
  };
  await shop.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], environment);
  expect(server.requests[0]?.headers.authorization).toBe("Bearer battery-staple");
  const tape = shop.read("fixtures/shop/ann.1.jsonl");
  expect(tape).toContain("ann: [redacted], [redacted-2]");
  for (const secret of ["sk-", "correct-horse", "battery-staple", "session=", "acme", "ookie"])
    expect(tape).not.toContain(secret);
  const { code, stdout } = await shop.swarmEval(["run", "evals/shop.jsonl"]);
  expect({ code, stdout: code === 0 ? "" : stdout }).toEqual({ code: 0, stdout: "" });
});

it.each(["record", "live"])("repeats no key that the provider repeats: %s", async (traffic) => {
  const shop = project("ann");
  const server = await standIn(({ headers }) => ({
    status: 401,
    raw: JSON.stringify({ error: { message: `Wrong key: ${headers.authorization}` } }),
  }));
  const { code, stdout, stderr } = await shop.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", traffic],
    { OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: "battery-staple" },
  );
  expect(server.requests[0]?.headers.authorization).toBe("Bearer battery-staple");
  expect({ code, said: stdout }).toMatchObject({
    code: 4,
    said: expect.stringContaining(
      "AuthenticationError: 401 Wrong key: Bearer [redacted]",
    ) as string,
  });
  expect(stdout + stderr + shop.read("reports/shop.json")).not.toContain("battery-staple");
});

it("does not write a recording that would hold a secret, and says so", async () => {
  const shop = project("ann");
  const packed = brotliCompressSync("ann says that it is correct-horse, and nothing else");
  const server = await standIn(() => ({ say: `ann ${packed.toString("base64")}` }));
  const { code, stdout } = await shop.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record"],
    { OPENAI_BASE_URL: server.baseUrl, COMPANY_SECRET: "correct-horse" },
  );
  expect(stdout).toContain(
    "fixtures/shop/ann.1.jsonl: it was not written: it would hold the value of COMPANY_SECRET.",
  );
  expect(code).not.toBe(0);
  expect(existsSync(join(shop.directory, "fixtures/shop/ann.1.jsonl"))).toBe(false);
});

it("ends the trial at a request without a recording, though the tool keeps that to itself", async () => {
  const shop = project("ann");
  shop.write(
    "evals/shop.ts",
    `import { Agent } from "swarm-eval";
    async function look() {
      if (process.env.LOOK) await fetch("http://127.0.0.1:8765/").catch(() => undefined);
      return "Nothing there.";
    }
    export default new Agent({ name: "Clerk", functions: [look] });`,
  );
  const server = await standIn((request) =>
    request.body.messages.at(-1)?.role === "tool"
      ? { say: "Hello ann." }
      : { calls: [{ name: "look" }] },
  );
  await shop.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  expect((await shop.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(0);
  const { code, stdout } = await shop.swarmEval(["run", "evals/shop.jsonl"], { LOOK: "1" });
  expect(stdout).toContain("No recording answers GET /, asked by Clerk in turn 1.");
  expect({ code, verdicts: verdicts(shop) }).toEqual({ code: 3, verdicts: ["ann errored"] });
});

it("pays in an update only from the first request that changed", async () => {
  const shop = newProject({
    "evals/shop.ts": `import { Agent } from "swarm-eval";
      const instructions = ({ calm }) => (calm ? process.env.CALM : "Be brief.") ?? "Be calm.";
      const soothe = () => new Result({ value: "Done.", contextVariables: { calm: true } });
      import { Result } from "swarm-eval";
      export default new Agent({ name: "Clerk", instructions, functions: [soothe] });`,
    "evals/shop.jsonl": jsonl({ id: "ann", user: "Hello.", expect: { tool_calls: ["soothe"] } }),
  });
  let said = "Good day.";
  const server = await standIn(({ body }) =>
    body.messages.at(-1)?.role === "tool" ? { say: said } : { calls: [{ name: "soothe" }] },
  );
  const update = (environment = {}): Promise<unknown> =>
    shop.swarmEval(["run", "evals/shop.jsonl", "--traffic", "update"], {
      OPENAI_BASE_URL: server.baseUrl,
      ...environment,
    });
  const tape = (): string[] => shop.read("fixtures/shop/ann.1.jsonl").split("\n");
  await update();
  expect(server.requests).toHaveLength(2);
  const before = tape();

  said = "Good evening.";
  await update();
  expect(server.requests).toHaveLength(2);
  expect(tape()).toEqual(before);

  await update({ CALM: "Be very calm." });
  expect(server.requests).toHaveLength(3);
  const beginning = before.findIndex((line) => line.startsWith('{"reply":1'));
  expect(tape().slice(0, beginning + 1)).toEqual(before.slice(0, beginning + 1));
  expect(tape().join("\n")).toContain("Good evening.");
  expect(tape().join("\n")).not.toContain("Good day.");
});

it.each([
  ["cut short", (tape: string) => tape.slice(0, -40), "it was cut short"],
  [
    "of another version",
    (tape: string) => tape.replace('"tape":2', '"tape":7'),
    "it is of version 7",
  ],
  [
    "edited by hand",
    (tape: string) => tape.replace("Hello ann.", "Hello Ann."),
    "the line was changed",
  ],
])("refuses a tape that is %s, and records it again when told to", async (_, spoil, problem) => {
  const shop = project("ann");
  const server = await standIn((request) => ({ say: `Hello ${lastWord(request)}.` }));
  const environment = { OPENAI_BASE_URL: server.baseUrl };
  await shop.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], environment);
  const file = "fixtures/shop/ann.1.jsonl";
  shop.write(file, spoil(shop.read(file)));
  const { code, stdout } = await shop.swarmEval(["run", "evals/shop.jsonl"]);
  expect(stdout).toContain(problem);
  expect(stdout.replace(/\s+/g, " ")).toContain("--traffic update");
  expect(code).toBe(2);
  await shop.swarmEval(["run", "evals/shop.jsonl", "--traffic", "update"], environment);
  expect((await shop.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(0);
});

it("says how a case was recorded, if not as it is played", async () => {
  const shop = project("ann");
  const server = await standIn((request) => ({ say: `Hello ${lastWord(request)}.` }));
  await shop.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record"], {
    OPENAI_BASE_URL: server.baseUrl,
  });
  const streamed = await shop.swarmEval(["run", "evals/shop.jsonl", "--stream"]);
  expect(streamed.stdout).toContain(
    "The case was recorded without streaming: fixtures/shop/ann.1.jsonl.",
  );
  const other = await shop.swarmEval(["run", "evals/shop.jsonl", "--model-override", "o9"]);
  expect(other.stdout).toContain(
    "The case was recorded with each agent's own model: fixtures/shop/ann.1.jsonl.",
  );
  const trials = await shop.swarmEval(["run", "evals/shop.jsonl", "--trials", "2"]);
  expect(trials.stdout).toContain("The case was recorded as trial 1: fixtures/shop/ann.1.jsonl.");
  expect(trials.stdout).toContain("To play what was recorded: run it with --trials 1.");
});
