import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { startOrigin } from "../../support/origin.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { SHOP, shopModel } from "../../cli/shop.ts";

/** What a verdict may look like, and what becomes of it. */
const CHECKS = `
import assert from "node:assert/strict";
import { z } from "${new URL("../../../node_modules/zod/index.js", import.meta.url).href}";
import { defineChecks } from "swarm-eval";

export const checks = defineChecks({
  no_pii: ({ replies }) => !replies.some((text) => /\\d{16}/.test(text)),
  silent: ({ replies }) => replies.length === 0,
  polite: {
    with: z.object({ min: z.number().default(0.5) }),
    check: ({ replies }, { min }) => {
      const score = replies.filter((text) => text.includes("refunded")).length / replies.length;
      return { passed: score >= min, score, reason: "score " + score + " of at least " + min };
    },
  },
  asserts: ({ calls, handoffs, before, after, id, turn }) => {
    assert.deepEqual([id, turn], ["refund", null]);
    assert.deepEqual(calls.map(({ name }) => name), ["transferToRefunds", "refund"]);
    assert.deepEqual(handoffs, [{ turn: 1, from: "Triage", to: "Refunds" }]);
    assert.deepEqual([before.contextVariables, after.contextVariables], [{}, { refunded: 7 }]);
    assert.deepEqual([before.state, after.state], [{ orders: { 7: "delivered" } }, { orders: { 7: "refunded" } }]);
    assert.equal(after.agent, "Triage");
    return true;
  },
  measured: () => ({ score: 3, reason: "three" }),
  forgotten: ({ replies }) => { replies.length > 0; },
  broken: ({ nothing }) => nothing.at(0),
  meddling: ({ trajectory }) => trajectory.splice(0).length > 0,
  asks: async (_, { url }) => (await (await fetch(url + "/json")).json()).b.length === 3,
});
`;

const refund = (check: unknown) => ({
  id: "refund",
  turns: [{ user: "Please refund 7." }],
  expect: { check },
});

async function play(check: unknown, flags: readonly string[] = ["--traffic", "live"]) {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/shop.ts": CHECKS + SHOP,
    "evals/shop.jsonl": jsonl(refund(check)),
  });
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await project.swarmEval(
      ["run", "evals/shop.jsonl", "--json", ...args],
      { OPENAI_BASE_URL: server.baseUrl },
    );
    if (!stdout.startsWith("{")) return { code, stderr, checks: [] };
    const [trial] = (JSON.parse(stdout) as SuiteResult).cases[0]?.trials ?? [];
    return { code, stderr, checks: trial?.checks ?? [], error: trial?.error };
  };
  return { project, run, first: await run(...flags) };
}

it("decides by what a check of the agents module returns or throws, with its reason and score", async () => {
  const all = [
    "no_pii",
    { name: "polite", with: { min: 2 } },
    "asserts",
    "measured",
    "meddling",
    "silent",
    "forgotten",
    "broken",
  ];
  const { first } = await play(all);
  const shown = first.checks.map(({ check, verdict, score, reason }) =>
    [check, verdict, ...(score === undefined ? [] : [score]), reason].join(" | "),
  );
  expect(shown).toMatchInlineSnapshot(`
    [
      "check.no_pii | passed | no_pii holds",
      "check.polite | failed | 1 | score 1 of at least 2",
      "check.asserts | failed | Expected values to be strictly equal:
    + actual - expected

    + 'Refunds'
    - 'Triage'",
      "check.measured | passed | 3 | three",
      "check.meddling | passed | meddling holds",
      "check.silent | failed | silent does not hold, and says no more",
      "check.forgotten | errored | The check forgotten returned nothing. It must return true or false, or { passed, reason, score }. One made of assertions ends with: return true",
      "check.broken | errored | The check broken is broken: TypeError: Cannot read properties of undefined (reading 'at') (evals/shop.ts:27:36)",
    ]
  `);
  expect(first.code).toBe(1);
});

it("records what a check asks over HTTP, and replays it", async () => {
  const origin = await startOrigin();
  onTestFinished(() => origin.close());
  const { first, run } = await play({ name: "asks", with: { url: origin.url } }, [
    "--traffic",
    "record",
  ]);
  expect({ code: first.code, asked: origin.requests.length }).toEqual({ code: 0, asked: 1 });
  const replayed = await run();
  expect(replayed).toMatchObject({ code: 0, checks: first.checks });
  expect(origin.requests).toHaveLength(1);
});

it("asks again for what was recorded where a check could not reach its service", async () => {
  const origin = await startOrigin();
  await origin.close();
  const asks = { name: "asks", with: { url: origin.url } };
  const { first, project } = await play(asks, ["--traffic", "record"]);
  expect(first).toMatchObject({ code: 4, checks: [{ verdict: "errored" }] });
  expect(first.checks[0]?.reason).toContain("The check asks could not reach its service");
  expect(project.read("fixtures/shop/refund.1.jsonl")).toContain('"outcome":"errored"');
});

it("refuses a check that there is not, and what it is not given, before anything is played", async () => {
  const { first, project } = await play(["no_pi", { name: "polite", with: { min: "0.8" } }]);
  expect(first).toMatchObject({ code: 2, checks: [] });
  expect(first.stderr).toMatchInlineSnapshot(`
    "evals/shop.jsonl:1:73: there is no check "no_pi". Did you mean "no_pii"? There are: no_pii, silent, polite, asserts, measured, forgotten, broken, meddling, asks.
    evals/shop.jsonl:1:89: the check polite refuses its "with": min: Invalid input: expected number, received string.
    "
  `);
  const { code, stderr } = await project.swarmEval(["validate", "evals/shop.jsonl"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: first.stderr });
});

it("takes checks from the config, after those of the agents module", async () => {
  const { project, run } = await play("of_config");
  project.write(
    "swarm-eval.config.ts",
    `import { defineConfig } from "swarm-eval";
     export default defineConfig({ checks: { of_config: () => true, no_pii: () => false } });`,
  );
  expect(await run("--traffic", "live")).toMatchObject({ code: 0 });
  project.write("evals/shop.jsonl", jsonl(refund("no_pii")));
  expect(await run("--traffic", "live")).toMatchObject({ code: 0 });
  project.write("swarm-eval.config.ts", "export default { checks: { polite: 0.8 } };");
  expect(await run()).toMatchObject({
    code: 2,
    stderr:
      'swarm-eval.config.ts: checks: it must have functions, or objects { with: schema, check: function }; "polite" is 0.8.\n',
  });
});

it("compares no case with a baseline whose checks had other code", async () => {
  const { project, run } = await play("polite", ["--traffic", "record", "--bless"]);
  const gated = ["--baseline", "reports/shop.baseline.json"];
  expect((await run(...gated)).stderr).toContain("no regression");
  project.write(
    "evals/shop.ts",
    project.read("evals/shop.ts").replace("score >= min", "score > min"),
  );
  expect((await run(...gated)).stderr).toContain("the code of check.polite");
});

it("tells of checks that no case names, and of mean scores side by side", async () => {
  const { project } = await play(["polite", "measured"], ["--traffic", "record"]);
  const covered = await project.swarmEval(["run", "evals/shop.jsonl", "--coverage"]);
  expect(covered.stdout).toMatch(
    /Checks that no case names:\n +no_pii\n +silent\n +asserts\n +forgotten\n/,
  );
  const results = ["reports/shop.json", "reports/other.json"];
  project.write(
    "reports/other.json",
    project.read("reports/shop.json").replaceAll('"score":1', '"score":0.25'),
  );
  const { stdout } = await project.swarmEval(["compare", ...results]);
  expect(stdout).toMatch(/^Mean score of check\.polite: \S+ 1, \S+ 0\.25$/m);
});
