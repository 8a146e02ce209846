import { expect, it, onTestFinished } from "vitest";
import type { ComparisonResult } from "../../../src/results/comparison-result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInRequest } from "../../support/stand-in.ts";
import { SHOP } from "../shop.ts";

/** Eight cases that always pass and four that pass every other time, with every model but the one that is worse. */
const CASES = Array.from({ length: 12 }, (_, index) => {
  const id = index < 8 ? `steady-${index}` : `unsteady-${index}`;
  return { id, turns: [{ user: id, expect: { output: { contains: "Yes" } } }] };
});

async function shop() {
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...CASES) });
  const asked = new Map<string, number>();
  const server = await startStandIn(({ body }: StandInRequest) => {
    const key = `${body.model} ${body.messages.findLast(({ role }) => role === "user")?.content}`;
    const before = asked.get(key) ?? 0;
    asked.set(key, before + 1);
    const isWorse = body.model === "gpt-5.4-nano" && /steady-[1-3]$/.test(key);
    const isOff = key.includes("unsteady") && before % 2 === 1;
    return { say: isOff || isWorse ? "No." : "Yes." };
  });
  onTestFinished(() => server.close());
  return {
    asked,
    project,
    compare: (...args: readonly string[]) =>
      project.swarmEval(["compare", ...args], { OPENAI_BASE_URL: server.baseUrl }),
  };
}

const FILE = "evals/shop.jsonl";

it("certifies the cheaper model, with trials where they tell something, and says what it saves", async () => {
  const { asked, project, compare } = await shop();
  const models = ["--model-override", "gpt-5.4,gpt-5.4-mini"];
  const flags = [FILE, ...models, "--traffic", "live", "--trials", "60", "--no-worse", "0.1"];
  const { code, stdout, stderr } = await compare(...flags);
  expect(code).toBe(0);
  expect(stderr).toContain("gpt-5.4-mini, at most: evals/shop.jsonl: 720 trials");
  expect(stdout).toContain("gpt-5.4-mini against gpt-5.4: certified no worse by more than 10 %");
  expect(stdout).toMatch(/gpt-5\.4-mini takes \$\S+ a conversation instead of \$\S+, and saves \$/);
  // Where trials go by how cases fared, rates are biased.
  expect(stdout).not.toContain("sign-flip");
  const played = (id: string): number => asked.get(`gpt-5.4-mini ${id}`) ?? 0;
  expect(played("unsteady-9")).toBeGreaterThan(1.5 * played("steady-1"));
  expect(played("unsteady-9")).toBeLessThanOrEqual(60);
  expect(asked.get("gpt-5.4 unsteady-9")).toBe(played("unsteady-9"));
  const result = JSON.parse(project.read("reports/shop.gpt-5.4-mini.json"));
  expect(result.cases[0].trials).toHaveLength(played("steady-0"));
});

it("stops as soon as a model is worse, goes on with the others, and ends with 1", async () => {
  const { asked, compare } = await shop();
  const models = ["--model-override", "gpt-5.4,gpt-5.4-nano,gpt-5.4-mini"];
  const flags = [FILE, ...models, "--traffic", "live", "--trials", "60", "--no-worse", "0.1"];
  const { code, stdout } = await compare(...flags, "--json");
  const { no_worse: found, comparisons } = JSON.parse(stdout) as ComparisonResult;
  expect(code).toBe(1);
  expect(comparisons).toEqual([]);
  expect(found).toMatchObject([
    { candidate: "gpt-5.4-nano", verdict: "worse", alpha: 0.025 },
    { candidate: "gpt-5.4-mini", verdict: "certified", alpha: 0.025 },
  ]);
  expect(asked.get("gpt-5.4-nano steady-1")).toBeLessThan(asked.get("gpt-5.4-mini steady-1") ?? 0);
});

it("takes one look at results that are there, and says how many trials it takes", async () => {
  const { compare } = await shop();
  const models = ["--model-override", "gpt-5.4,gpt-5.4-mini"];
  await compare(FILE, ...models, "--traffic", "live", "--trials", "4");
  const files = ["reports/shop.gpt-5.4.json", "reports/shop.gpt-5.4-mini.json"];
  const { code, stdout } = await compare(...files, "--no-worse", "0.02");
  expect(code).toBe(1);
  expect(stdout).toContain("not certified to be no worse by more than 2 %");
  expect(stdout).toMatch(
    /A model that is just as good is certified .* by about [\d,]+ trials a case/,
  );
  expect((await compare(...files, "--no-worse", "0.5")).code).toBe(0);
});

it("asks how often a case may be played", async () => {
  const { compare } = await shop();
  const models = ["--model-override", "gpt-5.4,gpt-5.4-mini"];
  const { code, stderr } = await compare(FILE, ...models, "--traffic", "live", "--no-worse", "0.1");
  expect(code).toBe(2);
  expect(stderr).toContain("Say how often that may be at most, such as --trials 100.");
});
