import { describe, expect, it, onTestFinished } from "vitest";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { recordedShop } from "../recordings/recorded-shop.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

const USER = "Please refund 7.";

/** A case that says nearly nothing of the refund. */
const WEAK = { id: "refund", user: USER, expect: { handoffs: ["Refunds"] } };

/** A case that says all that a case should. */
const STRICT = {
  id: "refund",
  user: USER,
  expect: {
    handoffs: ["Refunds"],
    tool_calls: [
      { name: "transferToRefunds", error: false },
      {
        name: "refund",
        arguments: { order: 7, reason: "asked" },
        agent: "Refunds",
        error: false,
        result: "Refunded.",
      },
    ],
    output: { contains: "7" },
    context_variables: { refunded: 7 },
    state: { orders: { 7: "refunded" } },
  },
};

interface Mutation {
  readonly mutants: number;
  readonly scores: {
    readonly all: { readonly killed: number; readonly survived: number; readonly share: number };
    readonly tools: Readonly<Record<string, { readonly survived: number }>>;
    readonly handoffs: Readonly<Record<string, { readonly share: number }>>;
  };
  readonly left_out: Readonly<Record<string, number>>;
  readonly unknown: Readonly<Record<string, number>>;
  readonly cases: readonly {
    readonly holes: readonly { readonly fault: string; readonly what: string }[];
    readonly suggestions: readonly { readonly turn: number; readonly expect: object }[];
  }[];
  readonly not_mutated: readonly { readonly id: string; readonly verdict: string }[];
}

async function mutate(
  shop: Project,
  ...flags: readonly string[]
): Promise<Mutation & { readonly code: number | null; readonly stderr: string }> {
  const { code, stdout, stderr } = await shop.swarmEval([
    "mutate",
    "evals/shop.jsonl",
    "--json",
    ...flags,
  ]);
  return { ...(JSON.parse(stdout) as Mutation), code, stderr };
}

function faults({ cases }: Mutation): string[] {
  return cases.flatMap(({ holes }) => holes.map(({ fault }) => fault)).sort();
}

describe("mutate", () => {
  it("names each thing that a case lets pass, and asks no model", async () => {
    const shop = await recordedShop([WEAK]);
    const asked = shop.asked;
    const mutation = await mutate(shop);
    expect(faults(mutation)).toEqual([
      "argument changed",
      "argument changed",
      "call by another agent",
      "call doubled",
      "call dropped",
      "call of another tool",
      "context change lost",
      "reply emptied",
      "reply replaced",
      "state change lost",
      "tool answers otherwise",
      "tool loses its context change",
      "tool throws",
    ]);
    expect(mutation.scores.handoffs["Triage → Refunds"]).toMatchObject({ share: 1 });
    expect(mutation.scores.tools["refund"]).toMatchObject({ survived: 9 });
    expect(mutation.code).toBe(0);
    expect(shop.asked).toBe(asked);
    expect(JSON.parse(shop.read("reports/shop.mutants.json"))).toMatchObject({ suite: "shop" });
  });

  it("finds no hole in a case that says it all", async () => {
    const mutation = await mutate(await recordedShop([STRICT]), "--min-score", "1");
    expect({ holes: faults(mutation), code: mutation.code }).toEqual({ holes: [], code: 0 });
    expect(mutation.scores.all.killed).toBe(mutation.mutants);
  });

  it.each<[key: string, fault: string]>([
    ["context_variables", "context change lost"],
    ["state", "state change lost"],
    ["output", "reply replaced"],
    ["tool_calls", "argument changed"],
  ])("finds the hole that %s leaves", async (key, fault) => {
    const expected = Object.fromEntries(
      Object.entries(STRICT.expect).filter(([name]) => name !== key),
    );
    const shop = await recordedShop([{ ...STRICT, expect: expected }]);
    expect(faults(await mutate(shop))).toContain(fault);
  });

  it("exits 1 below --min-score, and 0 at it", async () => {
    const shop = await recordedShop([WEAK]);
    const { share } = (await mutate(shop)).scores.all;
    expect((await mutate(shop, "--min-score", String(share))).code).toBe(0);
    const { code, stderr } = await mutate(shop, "--min-score", "0.95");
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("asks for 95 %."),
    });
  });

  it("leaves out what a case says may vary, and does not mutate what does not pass", async () => {
    const shop = await recordedShop([GREETING, REFUND]);
    const wrong = { ...GREETING, expect: { output: { contains: "Goodbye" } } };
    shop.write("evals/shop.jsonl", jsonl(wrong, REFUND));
    const { left_out: leftOut, not_mutated: unmutated } = await mutate(shop);
    expect(leftOut).toEqual({
      "a matcher of the case says what may vary": 1,
      "the case lets other calls be made": 1,
    });
    expect(unmutated).toEqual([{ id: "greeting", line: 1, verdict: "failed" }]);
  });

  it("makes no mutant of a tool that has nothing else to answer", async () => {
    const server = await startStandIn(({ body }) =>
      body.messages.at(-1)?.role === "tool" ? { say: "None." } : { calls: [{ name: "list" }] },
    );
    onTestFinished(() => server.close());
    const project = newProject({
      "evals/shop.ts": `import { Agent } from "swarm-eval";
        function list() { return []; }
        export default () => new Agent({ name: "Desk", functions: [list] });`,
      "evals/shop.jsonl": jsonl({
        id: "none",
        user: "Any orders?",
        expect: { tool_calls: ["list"] },
      }),
    });
    const run = ["run", "evals/shop.jsonl", "--traffic", "record"];
    await project.swarmEval(run, { OPENAI_BASE_URL: server.baseUrl });
    expect(faults(await mutate(project))).toEqual(["reply emptied", "tool throws"]);
  });

  it("counts as unknown what only a check of one's own might notice", async () => {
    const shop = await recordedShop([WEAK]);
    shop.write(
      "evals/shop.ts",
      `${shop.read("evals/shop.ts")}export const checks = { any: () => true };`,
    );
    shop.write("evals/shop.jsonl", jsonl({ ...WEAK, expect: { ...WEAK.expect, check: "any" } }));
    const mutation = await mutate(shop);
    expect(mutation.unknown).toEqual({ "a judge or a check of one's own was not asked": 10 });
    // A broken tool is played, with its checks.
    expect(faults(mutation)).toEqual([
      "tool answers otherwise",
      "tool loses its context change",
      "tool throws",
    ]);
  });
});

describe("mutate --suggest", () => {
  it("writes what closes the holes, and leaves all else as it is", async () => {
    const shop = await recordedShop([GREETING, WEAK]);
    const other =
      '{ "id":"greeting",  "user":"Hi!","expect":{"tool_calls":[],"output":{"contains":"Hello"}} }';
    shop.write("evals/shop.jsonl", `${other}\n\n${JSON.stringify(WEAK)}\n`);
    const { stderr } = await mutate(shop, "--suggest");
    expect(stderr).toBe("evals/shop.jsonl: 1 case written\n");
    const [first, blank, line = "", end] = shop.read("evals/shop.jsonl").split("\n");
    expect([first, blank, end]).toEqual([other, "", ""]);
    expect(line).toBe(
      '{"id":"refund","user":"Please refund 7.","expect":{"handoffs":["Refunds"],' +
        '"tool_calls":["transferToRefunds",{"name":"refund","agent":"Refunds","arguments":{"order":7,"reason":"asked"},"result":"Refunded."}],' +
        '"context_variables":{"refunded":7},"state":{"orders":{"7":"refunded"}},' +
        '"output":{"contains":"refunded"}}}',
    );
    expect(faults(await mutate(shop))).toEqual([]);
    expect((await shop.swarmEval(["run", "evals/shop.jsonl"])).code).toBe(0);
  });

  it("writes into a list in JSON, turn by turn", async () => {
    const turns = [{ user: "Hi!" }, { user: USER, expect: { handoffs: ["Refunds"] } }];
    const shop = await recordedShop([{ id: "both", turns }]);
    shop.remove("evals/shop.jsonl");
    const cases = [{ id: "both", turns }];
    shop.write("evals/shop.json", `${JSON.stringify(cases, null, 2)}\n`);
    await shop.swarmEval(["mutate", "evals/shop.json", "--suggest"]);
    const text = shop.read("evals/shop.json");
    const [written] = JSON.parse(text) as [{ turns: { expect: object }[] }];
    expect(written.turns[0]?.expect).toEqual({ output: { regex: "\\S" } });
    expect(written.turns[1]?.expect).toMatchObject({ handoffs: ["Refunds"], state: {} });
    expect(text).toContain('\n        "user": "Hi!"');
    expect((await shop.swarmEval(["run", "evals/shop.json"])).code).toBe(0);
  });

  it.each<[why: string, told: string, state: string]>([
    [
      "would not pass with it",
      "it would not pass with what is suggested",
      "{ orders, played: ++played }",
    ],
    [
      "would hold a secret",
      "what is suggested holds a secret",
      `{ orders, key: orders[7] === "refunded" ? KEY : "" }`,
    ],
  ])("leaves a case alone that %s", async (_, told, state) => {
    const shop = await recordedShop([WEAK]);
    const key = `sk-proj-${"Zq3vT8yKw1Lm".repeat(3)}`;
    const module = shop
      .read("evals/shop.ts")
      .replace("state: () => ({ orders })", `state: () => (${state})`);
    shop.write("evals/shop.ts", `let played = 0;\nconst KEY = "${key}";${module}`);
    const { stderr } = await mutate(shop, "--suggest");
    expect(stderr).toContain(`evals/shop.jsonl:1: left as it is: ${told}\n`);
    expect(shop.read("evals/shop.jsonl")).toBe(jsonl(WEAK));
    expect(shop.read("reports/shop.mutants.json")).not.toContain(key);
  });

  it("does not write into a module", async () => {
    const shop = await recordedShop([WEAK]);
    shop.remove("evals/shop.jsonl");
    const module = `export default ${JSON.stringify([WEAK])};`;
    shop.write("evals/shop.cases.ts", module);
    const { stdout, stderr } = await shop.swarmEval(["mutate", "evals/shop.cases.ts", "--suggest"]);
    expect(stdout).toContain('+ in turn 1, for 2: "output":{"contains":"refunded"}');
    expect(stderr).toContain("evals/shop.cases.ts is a module");
    expect(shop.read("evals/shop.cases.ts")).toBe(module);
  });

  it("suggests only what holds in every trial", async () => {
    let words: string | undefined;
    const server = await startStandIn((request) => {
      const reply = shopModel(request);
      return "say" in reply && words !== undefined ? { say: words } : reply;
    });
    onTestFinished(() => server.close());
    const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(WEAK) });
    const online = { OPENAI_BASE_URL: server.baseUrl };
    const run = ["run", "evals/shop.jsonl", "--trials"];
    await project.swarmEval([...run, "1", "--traffic", "record"], online);
    words = "Done.";
    await project.swarmEval([...run, "2", "--traffic", "record"], online);
    await project.swarmEval(["mutate", "evals/shop.jsonl", "--suggest", "--trials", "2"]);
    expect(project.read("evals/shop.jsonl")).toMatch(/"tool_calls":.*"state":/);
    expect(project.read("evals/shop.jsonl")).not.toContain('"contains"');
    expect((await project.swarmEval([...run, "2"])).code).toBe(0);
  });
});
