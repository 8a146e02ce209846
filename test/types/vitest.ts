// What users write in tests. scripts/check-types.ts has it compiled with each version of vitest that is supported.
import { Agent, playCase, runSuite, type FactoryInput, type TrialResult } from "swarm-eval";
import { describeSuite, swarmEval } from "swarm-eval/vitest";
import { expect, it } from "vitest";
import { defineConfig } from "vitest/config";

export default defineConfig({ plugins: [swarmEval()] });

describeSuite("evals/airline.jsonl");
describeSuite("evals/airline.jsonl", { agents: new Agent(), trials: 3, traffic: "record" });

it("is typed", async () => {
  const agents = ({ world }: FactoryInput<{ orders: number[] }>): Agent =>
    new Agent({ name: String(world.orders.length) });
  const trial: TrialResult = await playCase(
    { id: "a", user: "Hi!", world: { orders: [] } },
    { agents },
  );
  expect(trial).toHaveCalled("refund");
  expect(trial).toHaveCalled("refund", { order: 7 });
  expect(trial).toHaveCalled({ name: "refund", agent: "Refunds", error: { $regex: "^No" } });
  expect(trial).not.toHaveHandedOff("Refunds");
  expect(trial).toHaveHandedOff("Triage", "Refunds");
  expect(trial).toEndAt("Refunds");
  expect(trial).not.toHaveSaid(/refunded/i);
  const { cases } = await runSuite("evals/airline.jsonl", {
    agents: "evals/airline.ts",
    tag: "billing",
  });
  for (const result of cases) expect(result).toPassAtLeast(0.8);
  // @ts-expect-error a call is named
  expect(trial).toHaveCalled();
  // @ts-expect-error a share is a number
  expect(trial).toPassAtLeast("all");
});
