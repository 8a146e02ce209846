import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { tokensOf } from "../../../src/trajectory/tokens-of.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

const MODEL = "gpt-5.6";

/** The shop, its agents asked by the Responses API, of a model that reasons. */
const BY_RESPONSES = SHOP.replaceAll(
  "new Agent({",
  `new Agent({ model: "${MODEL}", api: "responses",`,
);

/** A shop with a stand-in behind it. */
async function shopOf(agents: string, config = "{}") {
  const standIn = await startStandIn(shopModel);
  onTestFinished(() => standIn.close());
  const project = newProject({
    "evals/shop.ts": agents,
    "evals/shop.jsonl": jsonl(REFUND, GREETING),
    "swarm-eval.config.ts": `export default ${config}`,
  });
  const run = (...flags: string[]) => project.swarmEval(["run", "evals/shop.jsonl", ...flags]);
  const record = (...flags: string[]) =>
    project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "record", ...flags], {
      OPENAI_BASE_URL: standIn.baseUrl,
    });
  return { ...project, requests: standIn.requests, run, record };
}

it("records and replays the Responses API, whole and streamed, and keeps results to what can be read", async () => {
  const shop = await shopOf(BY_RESPONSES);
  for (const flags of [[], ["--stream"]]) {
    expect((await shop.record(...flags)).code).toBe(0);
    const asked = shop.requests.length;
    expect((await shop.run(...flags)).code).toBe(0);
    expect(shop.requests).toHaveLength(asked);
    expect(shop.read("reports/shop.json")).not.toContain("encrypted_content");
  }
  expect(new Set(shop.requests.map(({ path }) => path))).toEqual(new Set(["/v1/responses"]));
  const tape = shop.read("fixtures/shop/refund.1.jsonl");
  expect(tape).toContain('{"request":3,"method":"POST","path":"/responses","parts":{"input":');
  expect(tape.match(/"part":\d+,"value":\{"encrypted_content"/g)).toHaveLength(2);

  const shown = async (file: string): Promise<string> => {
    const { stdout } = await shop.swarmEval(["recordings", "show", `fixtures/shop/${file}`]);
    return stdout.slice(stdout.indexOf("\n") + 1);
  };
  expect(await shown("refund.1.jsonl")).toMatchInlineSnapshot(`
    "    System: Find out who can help.
        User: Please refund 7.
      1 Assistant calls transferToRefunds()
          transferToRefunds handed over to Refunds
        System: Refund orders.
      2 Refunds calls refund({"order":7,"reason":"asked"})
          refund gave: Refunded.
      3 Refunds: Order 7 is refunded.
    "
  `);
  expect(await shown("refund.1.stream.jsonl")).toBe(await shown("refund.1.jsonl"));
});

it("tells which item of a request differs, and pays in an update from there", async () => {
  const shop = await shopOf(BY_RESPONSES);
  await shop.record();
  const asked = shop.requests.length;
  shop.write("evals/shop.ts", BY_RESPONSES.replace('"Refunded."', '"Done."'));
  const { stdout } = await shop.run();
  expect(stdout).toContain(
    "It differs in input[7].output (result of refund):\n        - Refunded.\n        + Done.\n",
  );
  const told = BY_RESPONSES.replace("Refund orders.", "Refund all orders.");
  shop.write("evals/shop.ts", told);
  expect((await shop.run()).stdout).toContain("It differs in input[0].content (system):");
  expect((await shop.record("--traffic", "update")).code).toBe(0);
  expect(shop.requests.length - asked).toBe(2);
  shop.write("evals/shop.ts", told.replaceAll(/(function |\[)refund\b/g, "$1giveBack"));
  expect((await shop.run()).stdout).toContain("It differs in the name of a tool:");
});

it("counts the Responses API against a budget", async () => {
  const shop = await shopOf(BY_RESPONSES);
  expect((await shop.record("--max-tokens", "100000")).code).toBe(0);
  const { summary, budget } = JSON.parse(shop.read("reports/shop.json")) as SuiteResult;
  expect(budget?.tokens).toBe(summary.usage && tokensOf(summary.usage));
  expect((await shop.record("--traffic", "update", "--max-tokens", "1")).stdout).toContain(
    "2 passed",
  );
});

it.each([
  ['{ api: "responses" }', ["/v1/responses"]],
  // Of its two agents, both have tools.
  ['{ modelOverride: "gpt-5.6-sol" }', ["/v1/responses"]],
  ['{ modelOverride: "gpt-5.6-sol", api: "chat_completions" }', ["/v1/chat/completions"]],
])("asks every agent as the config says, and replays it: %s", async (config, paths) => {
  const shop = await shopOf(SHOP, config);
  expect((await shop.record()).code).toBe(0);
  expect([...new Set(shop.requests.map(({ path }) => path))]).toEqual(paths);
  expect((await shop.run()).code).toBe(0);
});

/** What the trial says that a server ended which refuses all. */
async function refusedBy(status: number, message: string, config = "{}") {
  const raw = JSON.stringify({ error: { message } });
  const standIn = await startStandIn(() => ({ status, raw }));
  onTestFinished(() => standIn.close());
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING),
    "swarm-eval.config.ts": `export default ${config}`,
  });
  const environment = { OPENAI_BASE_URL: standIn.baseUrl };
  await project.swarmEval(["run", "evals/shop.jsonl", "--traffic", "live"], environment);
  const { cases } = JSON.parse(project.read("reports/shop.json")) as SuiteResult;
  return { said: cases[0]?.trials[0]?.error?.message, baseUrl: standIn.baseUrl };
}

it.each([
  [
    "Function tools with reasoning_effort are not supported for gpt-5.6 in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
    'Here that is api: "responses" or request: { reasoning_effort: "none" }, of an agent or in swarm-eval.config.ts.',
  ],
  [
    "Encrypted content is not supported with this model.",
    "Ask for none: request: { include: [] }, of an agent or in swarm-eval.config.ts.",
  ],
])("says what to write where OpenAI refuses: %s", async (message, remedy) => {
  const { said } = await refusedBy(400, message);
  expect(said).toBe(`BadRequestError: 400 ${message}\n${remedy}`);
});

it("says what to write where a server has no Responses API", async () => {
  const { said, baseUrl } = await refusedBy(404, "Not here", '{ modelOverride: "gpt-5.6-sol" }');
  expect(said).toContain(`So ${baseUrl}/responses was asked, and is not there.`);
  expect(said).toContain('If it has only Chat Completions, set api: "chat_completions".');
});
