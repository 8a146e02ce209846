import { describe, expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

const GONE = /^warning: gpt-3\.5-turbo, asked by (.*), left OpenAI's API on 2026-10-23; /gm;

/** Who asks the model, in each notice. */
function asking(stderr: string): (string | undefined)[] {
  return [...stderr.matchAll(GONE)].map(([, who]) => who);
}

async function shop() {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  const project = newProject({
    "evals/shop.ts": SHOP,
    "evals/shop.jsonl": jsonl(GREETING),
    "evals/other.ts": SHOP,
    "evals/other.jsonl": jsonl(REFUND),
  });
  return (command: string, model: string, ...flags: string[]) =>
    project.swarmEval(
      [command, "evals/shop.jsonl", "evals/other.jsonl", "--model-override", model, ...flags],
      { OPENAI_BASE_URL: server.baseUrl },
    );
}

describe("a model that has left", () => {
  it("is named once in a run of several suites that asks it, and its recordings replay in peace", async () => {
    const command = await shop();
    const recorded = await command("run", "gpt-3.5-turbo", "--traffic", "record");
    expect([recorded.code, asking(recorded.stderr)]).toEqual([0, ["Triage and Refunds"]]);
    const replayed = await command("run", "gpt-3.5-turbo");
    expect([replayed.code, replayed.stderr]).toEqual([0, ""]);
  });

  it("is named by a comparison, too", async () => {
    const command = await shop();
    const { stderr } = await command("compare", "llama3,gpt-3.5-turbo", "--traffic", "live");
    expect(asking(stderr)).toEqual(["Triage and Refunds"]);
  });

  it("is named with the judge that asks it", async () => {
    const server = await startStandIn(({ body }) =>
      body["response_format"] === undefined
        ? { say: "Hello!" }
        : { say: '{"reason":"It does.","verdict":"passed"}' },
    );
    onTestFinished(() => server.close());
    const project = newProject({
      "evals/shop.ts": SHOP,
      "evals/shop.jsonl": jsonl({ id: "a", user: "Hi!", expect: { output: { judge: "Greets." } } }),
    });
    const { stderr } = await project.swarmEval(
      ["run", "evals/shop.jsonl", "--judge-model", "gpt-3.5-turbo", "--traffic", "live"],
      { OPENAI_BASE_URL: server.baseUrl },
    );
    expect(asking(stderr)).toEqual(["the judge"]);
  });

  it("is not a model that nothing is known of", async () => {
    const command = await shop();
    expect((await command("run", "llama3", "--traffic", "live")).stderr).toBe("");
  });
});
