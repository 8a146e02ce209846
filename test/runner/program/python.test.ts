import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { bags, bookings, FARES, FLIGHTS, quotes, TODAY } from "../../../evals/airline/data.ts";
import type { SuiteResult } from "../../../src/results/result.ts";
import { airlineModel } from "../../support/models/airline.ts";
import { newProject, type Finished, type Project } from "../../support/project.ts";
import { startStandIn, type StandIn } from "../../support/stand-in.ts";
import { pythonWithSwarm } from "./python/environment.ts";

const PYTHON = pythonWithSwarm();

function program(name: string): string[] {
  return [String(PYTHON), fileURLToPath(new URL(`python/${name}.py`, import.meta.url))];
}

function project(suite: string, cases: readonly object[]): Project {
  const lines = cases.map((one) => `${JSON.stringify(one)}\n`).join("");
  return newProject({ [`evals/${suite}.jsonl`]: lines });
}

/** Plays a suite from the model, or from what was recorded of it. */
async function play(
  { swarmEval, read }: Project,
  suite: string,
  server?: StandIn,
): Promise<Finished & { readonly result: SuiteResult }> {
  const run = ["run", `evals/${suite}.jsonl`, "--concurrency", "2"];
  const finished =
    server === undefined
      ? await swarmEval(run)
      : await swarmEval([...run, "--traffic", "record"], { OPENAI_BASE_URL: server.baseUrl });
  return { ...finished, result: JSON.parse(read(`reports/${suite}.json`)) as SuiteResult };
}

/** What happened in each trial, without when. */
function happened({ result }: { readonly result: SuiteResult }): unknown {
  return result.cases.map(({ id, trials }) => [
    id,
    trials.map(({ verdict, steps }) => [verdict, steps.map(({ at: _, ...step }) => step)]),
  ]);
}

interface AirlineCase {
  readonly id: string;
  readonly [key: string]: unknown;
}

/** What of the airline's cases only agents of an agents module can play, or Swarm's own package does not survive. */
function isNotForPython(line: AirlineCase): boolean {
  const { id } = line;
  const text = JSON.stringify(line);
  return (
    ["max_turns", "execute_tools", "stream", "skip"].some((key) => key in line) ||
    text.includes('"check"') ||
    // Its loop ends with the JSON of arguments that were cut short.
    id === "arguments-cut-short"
  );
}

/** One of each kind, for a start of Python with openai's SDK takes a second. EVERY_CASE=1 plays all. */
const USUAL = new Set([
  "route-to-cancel",
  "cancel-and-refund",
  "refund-too-high",
  "photo-of-the-tag",
  "korean-refund",
  "unknown-tool",
  "busy-provider",
]);

function airlineCases(): AirlineCase[] {
  const file = new URL("../../../evals/airline.jsonl", import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const world = {
    today: TODAY,
    fares: FARES,
    flights: FLIGHTS,
    bookings: bookings(),
    quotes: quotes(),
    bags: bags(),
  };
  return lines
    .map((line) => JSON.parse(line) as AirlineCase)
    .filter((line) => !isNotForPython(line))
    .filter(({ id }) => process.env["EVERY_CASE"] !== undefined || USUAL.has(id))
    .map((line) => ({ ...line, command: program("airline"), world }));
}

describe.skipIf(PYTHON === undefined)("agents in Python", () => {
  it("of Swarm's own package play the airline's cases, recorded and replayed", async () => {
    const cases = airlineCases();
    const airline = project("airline", cases);
    const server = await startStandIn(airlineModel());
    onTestFinished(() => server.close());
    const recorded = await play(airline, "airline", server);
    expect(recorded.code === 0 ? "" : recorded.stdout).toBe("");
    const { summary } = recorded.result;
    expect([summary.cases, summary.passed]).toEqual([cases.length, summary.trials]);
    await server.close();
    const replayed = await play(airline, "airline");
    expect(replayed.code).toBe(0);
    expect(happened(replayed)).toEqual(happened(recorded));
  }, 120_000);

  it("of AutoGen play a chat of two, who have the floor in turn", async () => {
    const chat = project("chat", [
      {
        id: "haiku",
        command: program("two-agents"),
        user: "A haiku on rain.",
        expect: {
          speakers: ["writer", "critic", "writer", "critic"],
          handoffs: [],
          tool_calls: [],
          output: { contains: "TERMINATE", by: "critic" },
          said: { contains: "Silver drops" },
          max_model_calls: 4,
        },
      },
    ]);
    const server = await startStandIn(({ body: { messages } }) => {
      const isWriter = String(messages[0]?.content).startsWith("You write");
      const isSecond = messages.length > 3;
      return {
        say: isWriter ? (isSecond ? "Silver drops." : "Rain.") : isSecond ? "TERMINATE" : "Longer.",
      };
    });
    onTestFinished(() => server.close());
    const recorded = await play(chat, "chat", server);
    expect(recorded.stdout).toContain("1 passed");
    await server.close();
    const replayed = await play(chat, "chat");
    expect(replayed.code).toBe(0);
    expect(happened(replayed)).toEqual(happened(recorded));
  }, 60_000);
});
