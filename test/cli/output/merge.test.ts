import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject, type Project } from "../../support/project.ts";
import { startStandIn } from "../../support/stand-in.ts";
import { GREETING, REFUND, SHOP, shopModel } from "../shop.ts";

const CASES = [
  GREETING,
  REFUND,
  {
    id: "at refunds",
    agent: "Refunds",
    user: "Please refund 7.",
    expect: { tool_calls: ["refund"] },
  },
  { ...GREETING, id: "good day" },
  { id: "panel", agent: "Panel", user: "Hello!", expect: { ended: "rounds", check: "polite" } },
  { ...GREETING, id: "wrong", expect: { output: { contains: "Goodbye" } } },
];
/** The shop with a team that says who may follow whom, and a check of its own. */
const SHOP_WITH_TEAM = `${SHOP}
import { allowed, groupChat, roundRobin } from "swarm-eval";
const clerk = (name) => new Agent({ name, instructions: name });
export const panel = groupChat([clerk("Ann"), clerk("Bob"), clerk("Eve")], {
  name: "Panel",
  turns: allowed({ Ann: ["Bob", "Eve"], Bob: ["Ann"], Eve: ["Ann"] }, roundRobin()),
  maxRounds: 3,
});
export const checks = { polite: () => ({ passed: true, reason: "it is" }) };
`;

const RUN = ["run", "evals/shop.jsonl", "--coverage-cases", "--trials", "2"];

async function recordedShop(...flags: readonly string[]): Promise<Project> {
  const project = newProject({
    "evals/shop.ts": SHOP_WITH_TEAM,
    "evals/shop.jsonl": jsonl(...CASES),
  });
  const model = await startStandIn(shopModel);
  onTestFinished(() => model.close());
  const recorded = await project.swarmEval([...RUN, "--traffic", "record", ...flags], {
    OPENAI_BASE_URL: model.baseUrl,
  });
  expect(recorded.stderr).toBe("");
  return project;
}

/** A result without what truly differs between two runs. */
function timeless(text: string): string {
  return text
    .replace(/"started_at":"[^"]*"/, "")
    .replace(/\n\],"duration_ms":\d+/, "\n],")
    .replace(/"blessed_at":"[^"]*"/, "");
}

const SHARDS = ["2-of-3", "3-of-3", "1-of-3"].map((shard) => `reports/shop.${shard}.json`);

describe("merge", () => {
  it("joins shards that were played at once to what one machine would have written", async () => {
    const project = await recordedShop("--bless");
    const gated = [...RUN, "--baseline", "reports/shop.baseline.json"];
    await project.swarmEval(gated);
    const whole = project.read("reports/shop.json");
    project.remove("reports/shop.json");
    const reporters = ["--reporter", "junit,csv"];
    await Promise.all(
      [1, 2, 3].map((index) =>
        project.swarmEval([...gated, ...reporters, "--shard", `${index}/3`]),
      ),
    );
    for (const file of SHARDS) {
      expect(project.read(file.replace(/json$/, "junit.xml"))).toContain("</testsuites>");
      expect(project.read(file.replace(/json$/, "csv"))).toContain("case");
    }
    const { code, stderr } = await project.swarmEval(["merge", ...SHARDS]);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `Merged ${SHARDS[0]}, ${SHARDS[1]} and ${SHARDS[2]} into reports/shop.json.\n`,
    });
    expect(timeless(project.read("reports/shop.json"))).toBe(timeless(whole));
    const ends = SHARDS.map((file) => JSON.parse(project.read(file)) as SuiteResult);
    const merged = JSON.parse(project.read("reports/shop.json")) as SuiteResult;
    expect(merged.started_at).toBe(ends.map((end) => end.started_at).sort()[0]);
    expect(merged.duration_ms).toBe(Math.max(...ends.map((end) => end.duration_ms)));
    expect((await project.swarmEval(["report", "reports/shop.json"])).stdout).toContain("6 cases");
  });

  it.each([
    ["a shard that is missing", ["1-of-2"], /1 shard of 2 is missing: 2\/2\. Name its result, too/],
    ["a shard twice", ["1-of-2", "1-of-2"], /are both shard 1\/2\. Name one of them\./],
    ["another variant of parts", ["1-of-2", "1-of-3"], /are of different runs: shard is/],
    ["a whole result", [""], /is no shard: it was not run with --shard/],
  ])("refuses %s", async (_, names, message) => {
    const project = await recordedShop();
    for (const shard of ["1/2", "1/3"]) await project.swarmEval([...RUN, "--shard", shard]);
    const files = names.map((name) => `reports/shop${name && `.${name}`}.json`);
    const before = project.read("reports/shop.json");
    const { code, stderr } = await project.swarmEval(["merge", ...files]);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(project.read("reports/shop.json")).toBe(before);
  });
});
