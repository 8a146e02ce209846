import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { seeded } from "../../support/random.ts";
import { startStandIn, type StandIn } from "../../support/stand-in.ts";
import { GREETING, SHOP, shopModel } from "../shop.ts";

const JOURNAL = "reports/shop.journal";
const LIVE = ["run", "evals/shop.jsonl", "--traffic", "live", "--concurrency", "4"];
/** Preloaded into a run, kills it just before its n-th call to the file system that writes a result or a journal. */
const KILL_AT = `
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

let left = Number(process.env.KILL_AT);
for (const name of ["writeSync", "ftruncateSync", "fsyncSync", "renameSync", "rmSync"]) {
  const call = fs[name];
  fs[name] = (...args) => {
    if (--left === 0) process.kill(process.pid, "SIGKILL");
    return call(...args);
  };
}
syncBuiltinESMExports();
`;

interface LiveShop extends Project {
  readonly model: StandIn;
  /** How often the model was asked about each case. */
  asked(): Record<string, number>;
  readonly environment: Readonly<Record<string, string>>;
}

/** A shop with so many greetings, and a model that counts. */
async function liveShop(cases: number, answer = shopModel): Promise<LiveShop> {
  const lines = Array.from({ length: cases }, (_, index) => ({
    ...GREETING,
    id: `case-${index}`,
    user: `Hi, I am number ${index}.`,
  }));
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(...lines),
    "kill-at.mjs": KILL_AT,
  });
  const model = await startStandIn(answer);
  onTestFinished(() => model.close());
  return {
    ...project,
    model,
    environment: { OPENAI_BASE_URL: model.baseUrl, OPENAI_API_KEY: "none" },
    asked() {
      const counts: Record<string, number> = {};
      for (const { body } of model.requests) {
        const number = /number (\d+)/.exec(body.messages.at(-1)?.content ?? "")?.[1];
        counts[`case-${number}`] = (counts[`case-${number}`] ?? 0) + 1;
      }
      return counts;
    },
  };
}

function resultOf({ read }: Project, file = "reports/shop.json"): SuiteResult {
  return JSON.parse(read(file)) as SuiteResult;
}

/** The cases of whole lines of the journal. */
function journaled(project: Project): string[] {
  if (!existsSync(join(project.directory, JOURNAL))) return [];
  const [, ...lines] = project.read(JOURNAL).split("\n").slice(0, -1);
  return lines.map((line) => (JSON.parse(line) as { id: string }).id);
}

/** About so many times is the run killed. */
const KILLS = 5;

it(
  "loses nothing that had finished, and asks for nothing twice, wherever it is killed",
  { timeout: 60_000 },
  async () => {
    const random = seeded(7);
    let onAsked = (): void => undefined;
    const shop = await liveShop(KILLS * 3, (request) => {
      onAsked();
      return shopModel(request);
    });
    const kills = { betweenCalls: 0, byAnother: 0 };
    const complaints: string[] = [];
    let before: readonly string[] = [];
    while (!existsSync(join(shop.directory, "reports/shop.json"))) {
      const asked = shop.asked();
      const n = 1 + random.below(6);
      const byItself = random.chance(0.5);
      const environment = byItself
        ? { NODE_OPTIONS: "--import ./kill-at.mjs", KILL_AT: String(n) }
        : undefined;
      const run = shop.start([...LIVE, "--resume"], { ...shop.environment, ...environment });
      let left = byItself ? Infinity : n;
      onAsked = () => {
        if (--left === 0) setImmediate(() => run.child.kill("SIGKILL"));
      };
      const { stderr } = await run.finished;
      if (run.child.signalCode === "SIGKILL") kills[byItself ? "betweenCalls" : "byAnother"]++;
      else
        complaints.push(stderr.replace(/^.*(?:was broken off.*|will not be played again\.)\n/, ""));
      // What had finished before is there still, and was not asked for again.
      const now = existsSync(join(shop.directory, JOURNAL)) ? journaled(shop) : before;
      expect(now.slice(0, before.length)).toEqual(before);
      for (const id of before) expect([id, shop.asked()[id]]).toEqual([id, asked[id]]);
      before = now;
    }
    expect(complaints.join("")).toBe("");
    const { stopped, cases } = resultOf(shop);
    expect(stopped).toBeNull();
    expect(cases.map(({ id, verdict }) => `${id} ${verdict}`)).toEqual(
      Array.from({ length: KILLS * 3 }, (_, index) => `case-${index} passed`),
    );
    expect(kills.betweenCalls).toBeGreaterThan(0);
    expect(kills.byAnother).toBeGreaterThan(0);
  },
);

/** A shop whose run was killed when the model had been asked so often, with one trial at a time. */
async function killedShop(cases: number, asked: number, ...flags: string[]): Promise<LiveShop> {
  let kill = (): void => undefined;
  const shop = await liveShop(cases, (request) => {
    if (request.index === asked) kill();
    return request.index === asked ? { hang: true } : shopModel(request);
  });
  const run = shop.start([...LIVE, "--concurrency", "1", ...flags], shop.environment);
  kill = () => run.child.kill("SIGKILL");
  await run.finished;
  return shop;
}

it("leaves the last whole result alone, and reports on what had finished", async () => {
  const shop = await killedShop(3, 2);
  shop.write("reports/shop.csv", "of the last whole run");
  const { code, stdout } = await shop.swarmEval(["report", JOURNAL, "--reporter", "table,csv"]);
  expect(stdout).toContain("2 passed");
  expect(code).toBe(130);
  expect(shop.read("reports/shop.partial.csv")).toContain("case-1");
  expect(shop.read("reports/shop.csv")).toBe("of the last whole run");
  expect(existsSync(join(shop.directory, "reports/shop.json"))).toBe(false);
});

it("concludes of trials that it does not play again what a run of all would", async () => {
  const flags = ["--coverage-cases", "--max-tokens", "100000", "--strict", "--trials", "2"];
  const shop = await killedShop(4, 5, ...flags);
  const torn = `${shop.read(JOURNAL)}{"id":"case-3","tags":["talk"],"li`;
  shop.write(JOURNAL, torn);
  const { code, stderr } = await shop.swarmEval([...LIVE, ...flags, "--resume"], shop.environment);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: "5 finished trials of evals/shop.jsonl will not be played again.\n",
  });
  const resumed = resultOf(shop);
  const whole = await liveShop(4);
  await whole.swarmEval([...LIVE, ...flags], whole.environment);
  const { agents, coverage, budget, summary, cases } = resultOf(whole);
  expect(resumed).toMatchObject({ agents, coverage, budget, stopped: null });
  expect(resumed.summary).toEqual(summary);
  expect(resumed.cases.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
  // The one that was under way when the run was killed is asked for again.
  expect(shop.model.requests).toHaveLength(9);
  expect(existsSync(join(shop.directory, JOURNAL))).toBe(false);
});

it("goes on where the cap on tokens had stopped it, and counts what was spent", async () => {
  const shop = await liveShop(6);
  const capped = [...LIVE, "--concurrency", "1", "--max-tokens"];
  expect((await shop.swarmEval([...capped, "250"], shop.environment)).code).toBe(5);
  const before = shop.asked();
  const still = await shop.swarmEval([...capped, "250", "--resume"], shop.environment);
  expect(still.code).toBe(5);
  expect(shop.asked()).toEqual(before);
  expect((await shop.swarmEval([...capped, "9999", "--resume"], shop.environment)).code).toBe(0);
  expect(Object.values(shop.asked())).toEqual([1, 1, 1, 1, 1, 1]);
});

it.each([
  ["another way of asking", ["--stream"], undefined, /--stream is true now, and is false then/],
  ["changed agents", [], SHOP.replace("Find out", "See"), /evals\/shop\.ts has changed since/],
])("does not go on with %s, and says why", async (_, flags, agents, message) => {
  const shop = await killedShop(3, 2);
  const before = shop.read(JOURNAL);
  if (agents !== undefined) shop.write("evals/shop.ts", agents);
  const { code, stderr } = await shop.swarmEval([...LIVE, "--resume", ...flags], shop.environment);
  expect(stderr).toMatch(message);
  expect(stderr).toContain("2 finished trials would be lost");
  expect(code).toBe(2);
  expect(shop.read(JOURNAL)).toBe(before);
});

it.each(["", '{"journal":1,"giv'])(
  "begins anew where nothing was written yet: %j",
  async (text) => {
    const shop = await liveShop(1);
    shop.write(JOURNAL, text);
    const { code, stderr } = await shop.swarmEval([...LIVE, "--resume"], shop.environment);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: "No run of evals/shop.jsonl was broken off: it is played from its beginning.\n",
    });
  },
);

it("says what else a journal was given, whatever that is called, and whatever it is", async () => {
  const shop = await killedShop(2, 1);
  shop.write(JOURNAL, shop.read(JOURNAL).replace('"given":{', '"given":{"toString":1,'));
  const { code, stderr } = await shop.swarmEval([...LIVE, "--resume"], shop.environment);
  expect(stderr).toContain("toString is not given now, and is 1 then");
  shop.write(
    JOURNAL,
    shop.read(JOURNAL).replace('{"toString":1,', '{"odd":{"__proto__":null,"toString":[]},'),
  );
  const odd = await shop.swarmEval([...LIVE, "--resume"], shop.environment);
  expect(odd.code).toBe(2);
  expect(odd.stderr).toContain("odd is not given now, and is {");
  expect(code).toBe(2);
});

it("plays a case again that has changed since", async () => {
  const shop = await killedShop(3, 2);
  const changed = shop.read("evals/shop.jsonl").replace("number 0.", "number 0, indeed.");
  shop.write("evals/shop.jsonl", changed);
  await shop.swarmEval([...LIVE, "--resume"], shop.environment);
  expect(shop.asked()).toEqual({ "case-0": 2, "case-1": 1, "case-2": 2 });
});
