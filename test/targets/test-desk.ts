import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../src/results/result.ts";
import { jsonl, newProject, type Finished } from "../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../support/stand-in.ts";
import { casesOf, deskModel, type ToolNames } from "./desks/cases.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** A project whose agents are those of a desk. */
export async function deskProject(
  desk: string,
  cases: readonly object[],
  model: (request: StandInRequest) => StandInReply,
) {
  const project = newProject({ "evals/desk.jsonl": jsonl(...cases) });
  cpSync(join(HERE, "desks", `${desk}.ts`), join(project.directory, "evals/desk.ts"));
  for (const name of ["@openai", "@langchain", "@ai-sdk", "ai", "zod"]) {
    mkdirSync(join(project.directory, "node_modules"), { recursive: true });
    symlinkSync(join(PACKAGES, name), join(project.directory, "node_modules", name));
  }
  const server = await startStandIn(model);
  onTestFinished(() => server.close());
  return {
    project,
    requests: server.requests,
    // Frameworks keep a client for the whole process.
    run: (...flags: string[]): Promise<Finished> =>
      project.start(["run", "evals/desk.jsonl", ...flags], {
        OPENAI_BASE_URL: server.baseUrl,
        OPENAI_API_KEY: "sk-test",
      }).finished,
    result: () => JSON.parse(project.read("reports/desk.json")) as SuiteResult,
  };
}

/** What holds of agents of every framework: what they do is told, recorded and replayed as of our own. */
export function testDesk(desk: string, names: ToolNames): void {
  describe(desk, () => {
    it.each([
      ["whole replies", []],
      ["streams", ["--stream"]],
    ])("is played, recorded and replayed, by %s", async (_, flags) => {
      const { project, run, requests, result } = await deskProject(
        desk,
        casesOf(names),
        deskModel(names),
      );
      const recorded = await run("--traffic", "record", ...flags);
      expect(recorded.stderr).toBe("");
      if (recorded.code) {
        const { execFileSync } = await import("node:child_process");
        console.log(
          execFileSync("node", [
            "/tmp/show.mjs",
            project.directory + "/reports/desk.json",
          ]).toString(),
        );
      }
      expect({ code: recorded.code }).toMatchObject({ code: 0 });
      const asked = requests.length;
      const before = result().cases.map(({ trials }) => trials[0]?.steps);
      const replayed = await run(...flags);
      expect({ code: replayed.code, stderr: replayed.stderr }).toEqual({ code: 0, stderr: "" });
      expect(requests.length).toBe(asked);
      const after = result();
      expect(after.summary).toMatchObject({ passed: 5, leftovers: 0 });
      const steady = (steps: unknown): unknown =>
        JSON.parse(JSON.stringify(steps, (key, value: unknown) => (key === "at" ? 0 : value)));
      expect(steady(after.cases.map(({ trials }) => trials[0]?.steps))).toEqual(steady(before));
    });

    it("fails for what its agents do wrong, and errs where the model cannot be asked", async () => {
      const cases = casesOf(names).slice(0, 3);
      const model = deskModel(names);
      const { run, result } = await deskProject(desk, cases, (request) => {
        const said = JSON.stringify(request.body);
        if (said.includes("Hello!")) return { status: 400, raw: '{"error":{"message":"No."}}' };
        const reply = model(request);
        // It does not hand over, and cancels nothing.
        return said.includes("LH7") ? { say: "LH7 is cancelled." } : reply;
      });
      await run("--traffic", "live");
      const [greeting, cancel, other] = result().cases;
      expect(greeting?.trials[0]).toMatchObject({ verdict: "errored", error: { kind: "api" } });
      expect(cancel?.verdict).toBe("failed");
      expect(cancel?.trials[0]?.checks.filter(({ verdict }) => verdict === "failed")).toHaveLength(
        4,
      );
      expect({ verdict: other?.verdict, error: other?.trials[0]?.error }).toEqual({
        verdict: "passed",
        error: null,
      });
    });
  });
}
