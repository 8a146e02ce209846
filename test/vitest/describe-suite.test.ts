import { describe, expect, it, onTestFinished } from "vitest";
import { GREETING, REFUND, SHOP, shopModel } from "../cli/shop.ts";
import { jsonl } from "../support/project.ts";
import { startStandIn } from "../support/stand-in.ts";
import { VERSIONS, whyNot } from "./installed.ts";
import { newVitestProject, type VitestProject, type VitestRun } from "./project.ts";

const SUITE = `
import { describeSuite } from "swarm-eval/vitest";
describeSuite("evals/shop.jsonl");`;

const WRONG = { ...REFUND, id: "wrong", tags: [], expect: { final_agent: "Triage" } };
const LATER = { ...GREETING, id: "later", tags: [], skip: "no such desk yet" };

function files(...cases: readonly object[]) {
  return { "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...cases), "shop.test.js": SUITE };
}

/** Has \`vitest -u\` record what a project lacks from the stand-in. */
async function recorded(project: VitestProject): Promise<VitestRun> {
  const server = await startStandIn(shopModel);
  onTestFinished(() => server.close());
  return project.run(["-u"], { OPENAI_BASE_URL: server.baseUrl });
}

const outcomes = ({ tests }: VitestRun): object =>
  Object.fromEntries(tests.map(({ fullName, status }) => [fullName, status]));

for (const version of VERSIONS)
  describe.skipIf(whyNot(version) !== "")(`in ${version}${whyNot(version)}`, () => {
    it("each case is a test, recorded by -u, and replayed", async () => {
      const project = newVitestProject(version, files(REFUND, GREETING, WRONG, LATER));
      const expected = {
        "evals/shop.jsonl refund @money": "passed",
        "evals/shop.jsonl greeting @talk": "passed",
        "evals/shop.jsonl wrong": "failed",
        "evals/shop.jsonl later": "skipped",
      };
      expect(outcomes(await recorded(project))).toEqual(expected);
      const replayed = await project.run();
      expect(outcomes(replayed)).toEqual(expected);
      expect(replayed.code).toBe(1);
      const [failure = ""] = replayed.tests.flatMap(({ failureMessages }) => failureMessages);
      expect(failure).toContain(
        "final_agent: expected Triage to be active at the end, got Refunds",
      );
      expect(failure).toContain("│ ");
      expect(failure).toContain("Triage calls transferToRefunds() → Refunds");
      // Where the case stands.
      expect(replayed.output).toContain("evals/shop.jsonl:3:1");
      const result = JSON.parse(project.read("reports/shop.json")) as {
        traffic: string;
        cases: readonly { id: string; verdict: string }[];
      };
      expect(result.traffic).toBe("replay");
      expect(result.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
        ["refund", "passed"],
        ["greeting", "passed"],
        ["wrong", "failed"],
        ["later", "skipped"],
      ]);
    });

    it("plays many at once, skips and selects as vitest does, and stops with it", async () => {
      // Each waits until four have begun.
      const waiting = `
      import { Agent, scriptedClient } from "swarm-eval";
      const { promise, resolve } = Promise.withResolvers();
      let begun = 0;
      export default async ({ id }) => {
        if (++begun === 4) resolve();
        await promise;
        return new Agent({ client: scriptedClient(["Hello!"]) });
      };`;
      const many = ["a", "b", "c", "d", "last"].map((id) => {
        return { id, user: "Hi!", expect: { output: { contains: "Hello" } } };
      });
      const project = newVitestProject(version, {
        "evals/slow.ts": waiting,
        "evals/slow.jsonl": jsonl(...many),
        "slow.test.js": SUITE.replace(
          'shop.jsonl"',
          'slow.jsonl", { concurrency: 4, traffic: "live" }',
        ),
      });
      expect((await project.run()).code).toBe(0);
      project.write({ "evals/slow.ts": waiting.replace("await promise;", "") });
      project.write({
        "evals/slow.jsonl": jsonl(...many.map((one) => ({ ...one, only: one.id === "b" }))),
      });
      expect(Object.values(outcomes(await project.run([], { CI: "" })))).toEqual([
        "skipped",
        "passed",
        "skipped",
        "skipped",
        "skipped",
      ]);
      // All but the first would never end.
      project.write({
        "evals/slow.ts": waiting.replace(
          "await promise",
          'if (id !== "a") await new Promise(() => {})',
        ),
        "evals/slow.jsonl": jsonl(
          { ...many[0], expect: { output: { contains: "Bye" } } },
          ...many.slice(1),
        ),
      });
      const { tests } = await project.run(["--bail=1"]);
      expect(tests.map(({ status }) => status)).toEqual([
        "failed",
        ...Array<string>(4).fill("pending"),
      ]);
      const { stopped } = JSON.parse(project.read("reports/slow.partial.json")) as {
        stopped: string;
      };
      expect(stopped).toBe("interrupted");
    });

    // The rest is not the version's doing.
    if (version !== "vitest") return;

    it("only what vitest selects is played, and a missing recording says how to make it", async () => {
      const project = newVitestProject(version, files(REFUND, GREETING));
      const run = await project.run(["-t", "@talk"]);
      expect(outcomes(run)).toEqual({
        "evals/shop.jsonl refund @money": "skipped",
        "evals/shop.jsonl greeting @talk": "failed",
      });
      const [failure] = run.tests.flatMap(({ failureMessages }) => failureMessages);
      expect(failure).toContain("To record it: npx vitest run shop.test.js -t greeting -u");
      const { selected } = JSON.parse(project.read("reports/shop.json")) as { selected: boolean };
      expect(selected).toBe(true);
    });

    it("trials are one test, and agents may be those of the test file, mocks included", async () => {
      const project = newVitestProject(version, {
        "evals/dice.jsonl": jsonl({ ...GREETING, id: "roll", tags: [] }),
        "throws.js": `export const thrown = () => "Good night";`,
        "dice.test.js": `
        import { Agent, scriptedClient } from "swarm-eval";
        import { describeSuite } from "swarm-eval/vitest";
        import { vi } from "vitest";
        import { thrown } from "./throws.js";
        vi.mock("./throws.js", () => ({ thrown: (trial) => (trial === 2 ? "Good night" : "Hello") }));
        const agents = ({ trial }) => new Agent({ client: scriptedClient([thrown(trial)]) });
        describeSuite("evals/dice.jsonl", { agents, trials: 3, traffic: "live" });
        describeSuite("evals/dice.jsonl", { agents, trials: 3, threshold: 0.6, traffic: "live", output: "lenient" });`,
      });
      const { tests } = await project.run();
      expect(tests.map(({ status }) => status)).toEqual(["failed", "passed"]);
      expect(tests[0]?.failureMessages[0]).toMatch(
        /^CaseFailure: 2\/3 passed, flaky\nIn trial 2 of 3:\n {2}output in turn 1[^]*│ +Agent: Good night/,
      );
    });
  });
