import { describe, expect, it, onTestFinished } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

const GONE = /^warning: gpt-3\.5-turbo left OpenAI's API on 2026-10-23; /gm;

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
    expect([recorded.code, recorded.stderr.match(GONE)?.length]).toEqual([0, 1]);
    const replayed = await command("run", "gpt-3.5-turbo");
    expect([replayed.code, replayed.stderr]).toEqual([0, ""]);
  });

  it("is named by a comparison, too", async () => {
    const command = await shop();
    const { stderr } = await command("compare", "llama3,gpt-3.5-turbo", "--traffic", "live");
    expect(stderr.match(GONE)?.length).toBe(1);
  });

  it("is not a model that nothing is known of", async () => {
    const command = await shop();
    expect((await command("run", "llama3", "--traffic", "live")).stderr).toBe("");
  });
});
