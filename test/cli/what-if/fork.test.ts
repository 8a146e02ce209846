import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import type { ForkResult } from "../../../src/results/comparison-result.ts";
import { jsonl, newProject, type Finished } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";

/** A desk whose refunds are booked over HTTP, if it has an address to book them at. */
function deskModule(instructions = "Refund orders."): string {
  return `
import { Agent } from "swarm-eval";
export default () => {
  const orders = { A7: "delivered" };
  async function refund(order: string) {
    orders[order] = "refunded";
    const bank = process.env.BANK;
    const receipt = bank === undefined ? "1" : await (await fetch(bank)).text();
    return order + " is refunded, receipt " + receipt + ".";
  }
  const refunds = new Agent({ name: "Refunds", instructions: ${JSON.stringify(instructions)}, functions: [refund] });
  function transferToRefunds() { return refunds; }
  const triage = new Agent({ name: "Triage", instructions: "Hand over.", functions: [transferToRefunds] });
  return { agent: triage, state: () => orders };
};`;
}

const CASE = {
  id: "refund",
  turns: [
    { user: "I want my money back.", expect: { handoffs: ["Refunds"] } },
    { user: "It is order A7.", expect: { tool_calls: ["refund"] } },
  ],
  expect: { state: { A7: "refunded" } },
};

/** Its small model sees to a refund in one of three trials, and who is told to be careful never does. */
function provider() {
  let asked = 0;
  return ({ body }: StandInRequest): StandInReply => {
    const { model, messages, tools = [] } = body;
    const [system] = messages;
    const last = messages.at(-1);
    if (tools.some(({ function: tool }) => tool.name === "transferToRefunds"))
      return { calls: [{ name: "transferToRefunds" }] };
    if (last?.role === "tool" && last.content?.includes("receipt") === true)
      return { say: `Done: ${last.content}` };
    if (!messages.some(({ content }) => content?.includes("A7") === true))
      return { say: "Which order is it?" };
    const forgets = model === "gpt-5.4-mini" && asked++ % 3 > 0;
    if (forgets || system?.content?.includes("careful") === true) return { say: "Later." };
    return { calls: [{ name: "refund", arguments: { order: "A7" } }] };
  };
}

/** A bank that numbers its receipts. */
async function startBank() {
  const given: number[] = [];
  const server = createServer((_, response) => response.end(String(given.push(given.length))));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, given };
}

async function desk(environment: Readonly<Record<string, string>> = {}, trials = "1") {
  const files = { "evals/desk.ts": deskModule(), "evals/desk.jsonl": jsonl(CASE) };
  const project = newProject(files);
  const server = await startStandIn(provider());
  onTestFinished(() => server.close());
  const swarmEval = (...args: string[]): Promise<Finished> =>
    project.swarmEval(args, { OPENAI_BASE_URL: server.baseUrl, ...environment });
  const flags = ["--traffic", "record", "--trials", trials];
  const recorded = await swarmEval("run", "evals/desk.jsonl", ...flags);
  expect({ code: recorded.code, stderr: recorded.stderr }).toEqual({ code: 0, stderr: "" });
  const before = server.requests.length;
  const fork = (...more: string[]): Promise<Finished> =>
    swarmEval("fork", "refund", "evals/desk.jsonl", ...more);
  return {
    project,
    /** What was asked since it was recorded. */
    requests: () => server.requests.slice(before),
    fork,
    async result(...more: string[]): Promise<ForkResult> {
      const { stdout, stderr } = await fork(...more, "--json");
      expect(stderr).toBe("");
      return JSON.parse(stdout) as ForkResult;
    },
  };
}

const SMALL = ["--model-override", "gpt-5.4-mini"];

it("asks models from its step on only, and compares the ways from the same state", async () => {
  const { fork, requests } = await desk();
  const { code, stdout, stderr } = await fork("--at", "2", "--trials", "12", ...SMALL);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.replaceAll(/ +$/gm, "")).toMatchInlineSnapshot(`
    "refund from turn 2

                  passed      pass rate (95 %)     cost
    recorded         1/1    100 % (20.7–100 %)       $0
    as it is       12/12    100 % (75.8–100 %)   $0.020
    gpt-5.4-mini    4/12  33.3 % (13.8–60.9 %)  $0.0032

    gpt-5.4-mini:
      8 × tool_calls in turn 2 (Refunds): - refund(…) is missing here

    gpt-5.4-mini against as it is: worse
      a difference of −66.7 % (−100 % to −19.5 %), p = 0.0013, by the exact Mantel–Haenszel test over 1 recording at the level of 0.05
      A difference of 66.1 % would have been shown with a chance of about 80 %. Nothing is said of other conversations.
    "
  `);
  // Twelve trials of two completions, and as many of which eight end after one.
  expect(requests()).toHaveLength(40);
  expect(requests().every(({ body }) => body.messages.length > 5)).toBe(true);
});

it("begins each trial as one of those that are recorded, and counts by them", async () => {
  const { result, requests } = await desk({}, "3");
  const { recorded, arms, comparisons } = await result("--at", "2", "--trials", "6", ...SMALL);
  expect(recorded).toMatchObject({ passed: 3, trials: 3, cost: 0 });
  expect(arms.map(({ trials }) => trials)).toEqual([6, 6]);
  expect(comparisons[0]).toMatchObject({ reference: "as it is", states: 3 });
  expect(requests()).toHaveLength(20);
});

it("leaves the recording within a turn", async () => {
  const { fork, requests } = await desk();
  // The first step of the turn is what the user says, the second a call with its answer.
  const { code } = await fork("--at", "2.3");
  expect({ code, asked: requests().length }).toEqual({ code: 0, asked: 1 });
  expect(requests()[0]?.body.messages.at(-1)?.role).toBe("tool");
});

it("goes on with other words of the user", async () => {
  const { result, requests } = await desk();
  const { arms } = await result("--at", "2", "--user", "Never mind, thank you.");
  expect(arms.map(({ label, passed }) => [label, passed])).toEqual([
    ["as it is", 1],
    ["user: Never mind, thank you.", 0],
  ]);
  expect(requests().at(-1)?.body.messages.at(-1)?.content).toBe("Never mind, thank you.");
});

describe("with other agents", () => {
  it("is refused where they ask something else, and says so", async () => {
    const { project, fork } = await desk();
    project.write("evals/careful.ts", deskModule("Refund orders, and be careful."));
    const { code, stdout, stderr } = await fork(
      "--at",
      "2",
      "--agents-override",
      "evals/careful.ts",
    );
    expect(code).toBe(3);
    const told = stdout.replaceAll(/\s+/g, " ");
    expect(told).toContain("1 trial broke off and is not counted:");
    expect(told).toContain("messages[0].content (system)");
    expect(stderr).toContain("--follow place");
  });

  it("follows the recording by its places, and says where it fits no more", async () => {
    const { project, result, requests } = await desk();
    project.write("evals/careful.ts", deskModule("Refund orders, and be careful."));
    const careful = ["--agents-override", "evals/careful.ts"];
    const { arms } = await result("--at", "2", "--follow", "place", ...careful);
    expect(arms[0]).toMatchObject({ passed: 1, strayed: null });
    expect(arms[1]).toMatchObject({
      label: "evals/careful.ts",
      passed: 0,
      strayed: { trials: 1, first: "turn 1, step 3 (Refunds): messages[0].content (system)" },
    });
    // Two completions as it is, and one with the others: what came before was recorded.
    expect(requests()).toHaveLength(3);
  });
});

describe("splits models from tools", () => {
  it.each([
    ["models recorded, tools live", ["--model", "recorded"], { models: 0, receipts: 1 }],
    ["tools recorded, models live", ["--tools", "recorded"], { models: 2, receipts: 0 }],
    ["both live", [], { models: 2, receipts: 1 }],
  ])("%s", async (_, flags, expected) => {
    const bank = await startBank();
    const { fork, requests } = await desk({ BANK: bank.url });
    const { code, stderr } = await fork("--at", "2", "--follow", "place", ...flags);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const asked = { models: requests().length, receipts: bank.given.length - 1 };
    expect(asked).toEqual(expected);
  });
});

it("writes a result for each way, which says where it left its recording", async () => {
  const { project, fork } = await desk();
  await fork("--at", "2.2", ...SMALL);
  const headerOf = (name: string): unknown => JSON.parse(project.read(`reports/${name}.json`));
  expect(headerOf("desk.fork.gpt-5.4-mini")).toMatchObject({
    forked_at: "2.2",
    traffic: "live",
    model_override: "gpt-5.4-mini",
  });
  expect(headerOf("desk.fork.recorded")).not.toHaveProperty("forked_at");
});

it("keeps to a cap, and fails on what is worse only if that is asked", async () => {
  const { fork, requests } = await desk();
  const worse = await fork("--at", "2", "--trials", "12", ...SMALL, "--fail-on", "worse");
  expect(worse.code).toBe(1);
  const before = requests().length;
  const capped = await fork("--at", "2", "--trials", "12", "--max-cost", "0.001");
  expect(capped.code).toBe(5);
  expect(requests().length - before).toBeLessThan(3);
});

it.each([
  [["--at", "3"], "has 2 turns, and so no turn 3"],
  [["--at", "2.9"], "Turn 2 of the recording has 3 steps, and so no step 9."],
  [["--at", "two"], "It must be a turn, such as 2"],
  [["--at", "2.2", "--user", "Hm."], "--at 2."],
  [["--at", "2", "--model-override", "m,m"], "m is named twice"],
])("refuses %j", async (flags, said) => {
  const { fork, requests } = await desk();
  const { code, stderr } = await fork(...flags);
  expect({ code, asked: requests().length }).toEqual({ code: 2, asked: 0 });
  expect(stderr).toContain(said);
});

it("says of a case without a recording how to record it, and of none that it is not there", async () => {
  const { project, fork } = await desk();
  project.remove("fixtures");
  expect((await fork("--at", "2")).stderr).toContain(
    "Record it: npx swarm-eval run evals/desk.jsonl -t '^refund$' --traffic record",
  );
  project.write("evals/desk.jsonl", jsonl({ ...CASE, id: "other" }));
  expect((await fork("--at", "2")).code).toBe(2);
});
