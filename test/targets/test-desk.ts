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
export function testDesk(
  desk: string,
  names: ToolNames,
  refused: readonly (readonly [key: string, asks: object])[],
): void {
  describe(`agents of ${desk}`, () => {
    it.each([
      ["whole replies", []],
      ["streams", ["--stream"]],
    ])("is played, recorded and replayed, by %s", async (_, flags) => {
      const { run, requests, result } = await deskProject(desk, casesOf(names), deskModel(names));
      const recorded = await run("--traffic", "record", ...flags);
      expect({ code: recorded.code, stderr: recorded.stderr }).toEqual({ code: 0, stderr: "" });
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

    it.each(refused)("refuses a case that asks for %s", async (key, asks) => {
      const [greeting] = casesOf(names);
      const { run } = await deskProject(desk, [{ ...greeting, ...asks }], deskModel(names));
      const { code, stderr } = await run("--traffic", "live");
      expect(code).toBe(2);
      expect(stderr).toContain(`asks for ${key}, which a target of`);
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
