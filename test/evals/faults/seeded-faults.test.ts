import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SuiteResult, TrialResult } from "../../../src/results/result.ts";
import { AT_A_LOSS } from "../../support/models/scripted-model.ts";
import { anyModel, SUITE_MODELS } from "../../support/models/suite-models.ts";
import { jsonl } from "../../support/project.ts";
import {
  startStandIn,
  type StandIn,
  type StandInReply,
  type StandInRequest,
} from "../../support/stand-in.ts";
import { playSuites } from "../play-suites.ts";
import type { Fault } from "./fault.ts";
import { faultsOf } from "./faults-of.ts";
import { withoutEnd } from "./team-faults.ts";

const ROOT = new URL("../../../", import.meta.url);
const SUITES = Object.keys(SUITE_MODELS);

/** A fault of a suite, and what came of it in the cases that were played with it so far. */
interface Planted {
  readonly suite: string;
  readonly fault: Fault;
  /** Those that were not played with it yet. */
  cases: readonly string[];
  changes: boolean;
  found: boolean;
}

let scratch: string;
let standIn: StandIn;
let faultless: Results;
let planted: readonly Planted[];
const told = new Map<string, Set<string>>();

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "faults-"));
  // Cases name their pictures by paths from the case file.
  cpSync(new URL("evals/image-to-music", ROOT), join(scratch, "image-to-music"), {
    recursive: true,
  });
  const model = anyModel();
  const tools = new Set<string>();
  standIn = await startStandIn((request) => {
    for (const each of request.body.tools ?? []) tools.add(each.function.name);
    // It calls what its script says, whatever its agent has: not the model is to find a fault, but the suite.
    const offered = [...tools].map((name) => ({ function: { name } }));
    const reply = known(() => model({ ...request, body: { ...request.body, tools: offered } }));
    if ("told" in reply) note(String(reply.told), request);
    if (!("say" in reply) || reply.say === undefined) return reply;
    return { ...reply, say: withoutEnd(reply.say, request.body.messages[0]?.content ?? "") };
  });
  faultless = await play(SUITES, () => [null]);
  planted = SUITES.flatMap((suite) =>
    faultsOf(faultless(suite), told).map((seeded) => ({
      suite,
      ...seeded,
      changes: false,
      found: false,
    })),
  );
  // Most are found by the first case that comes by them.
  await playPlanted(1);
  await playPlanted(Infinity);
}, 120_000);

afterAll(async () => {
  await standIn.close();
  rmSync(scratch, { recursive: true });
});

describe.each(SUITES)("the %s suite", (suite) => {
  it("passes without any fault", () => {
    expect(faultless(suite).summary).toMatchObject({ failed: 0, errored: 0 });
  });

  it("fails with every fault that changes what agents do", () => {
    const own = planted.filter((each) => each.suite === suite);
    expect(own.length).toBeGreaterThan(5);
    expect(own.filter(({ changes, found }) => changes && !found)).toEqual([]);
  });
});

it("has faults seeded, of which all but a few change what agents do", () => {
  const idle = planted.filter(({ changes }) => !changes).map(({ fault }) => fault);
  expect(idle).toEqual([
    // Nothing more is found for a pound more.
    {
      kind: "argument changed",
      agent: "Sales Agent",
      tool: "searchProducts",
      argument: "maxPrice",
    },
    // It is another call of the same message that sets it.
    {
      kind: "context update lost",
      agent: "Lost Baggage Agent",
      tool: "reportBag",
      key: "escalated",
    },
    // Its host names whoever is next.
    { kind: "order reversed", team: "Relay" },
    // They are in no team.
    { kind: "member left out", member: "Publisher" },
    { kind: "member left out", member: "Front Desk" },
  ]);
});

/** With a fault, a conversation may go where no script does. */
function known(reply: () => StandInReply): StandInReply {
  try {
    return reply();
  } catch {
    return AT_A_LOSS;
  }
}

/** Keeps the sentence of the instructions that a reply depends on. */
function note(words: string, { body: { messages } }: StandInRequest): void {
  const user = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const sentences = messages[0]?.content?.split(/(?<=[.!?])\s+/) ?? [];
  const known = told.get(user) ?? new Set();
  told.set(user, known);
  for (const sentence of sentences) if (sentence.includes(words)) known.add(sentence);
}

type Results = (suite: string) => SuiteResult;

/** Plays what was not found yet by this many more of the cases that come by it. */
async function playPlanted(most: number): Promise<void> {
  const open = planted.filter(({ found, cases }) => !found && cases.length > 0);
  const now = open.map((each) => ({ each, ids: each.cases.slice(0, most) }));
  const inCase = (suite: string, id: string): Planted[] =>
    now.filter(({ each, ids }) => each.suite === suite && ids.includes(id)).map(({ each }) => each);
  const suites = SUITES.filter((suite) => open.some((each) => each.suite === suite));
  const faulty = await play(suites, (suite, id) => inCase(suite, id).map(({ fault }) => fault));
  for (const suite of suites)
    for (const { id, trials } of faulty(suite).cases)
      for (const [index, each] of inCase(suite, id).entries()) {
        const [trial, without] = [trials[index], trialOf(faultless(suite), id)];
        if (trial === undefined || without === undefined) throw new Error(`${id} was not played`);
        each.changes ||= behaviour(trial) !== behaviour(without);
        // A price that nobody knows makes a total that JSON has not; who goes astray may miss what its case puts in.
        const kind = trial.error?.kind;
        each.found ||=
          trial.verdict === "failed" || kind === "agents_module" || kind === "fault_missed";
      }
  for (const { each } of now) each.cases = each.cases.slice(most);
}

function trialOf({ cases }: SuiteResult, id: string): TrialResult | undefined {
  return cases.find((each) => each.id === id)?.trials[0];
}

/** All that agents did and said, and what came of it; not what that took. */
function behaviour({ steps, context_variables, state, error }: TrialResult): string {
  const did = steps.map((step) => ({ ...step, at: 0, usage: null, cost: null, request: null }));
  return JSON.stringify({ did, context_variables, state, error });
}

interface CaseLine {
  readonly id: string;
  readonly skip?: string;
}

/** Plays each case live, with a trial for each of its faults; those without any are left out. */
async function play(
  suites: readonly string[],
  faultsIn: (suite: string, id: string) => readonly (Fault | null)[],
): Promise<Results> {
  const files = suites.map((suite) => {
    const lines = readFileSync(new URL(`evals/${suite}.jsonl`, ROOT), "utf8").split("\n");
    const cases = lines
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as CaseLine)
      .filter(({ skip }) => skip === undefined)
      .map((line) => ({ line, seeded: faultsIn(suite, line.id) }))
      .filter(({ seeded }) => seeded.length > 0);
    const file = join(scratch, `${suite}.jsonl`);
    writeFileSync(
      file,
      jsonl(...cases.map(({ line, seeded }) => ({ ...line, trials: seeded.length }))),
    );
    const seeds = Object.fromEntries(cases.map(({ line, seeded }) => [line.id, seeded]));
    writeFileSync(
      join(scratch, `${suite}.mjs`),
      `import * as suite from "${new URL(`evals/${suite}.ts`, ROOT).href}";
      import { withFaults } from "${new URL("with-faults.ts", import.meta.url).href}";
      export const { checks = {} } = suite;
      export default withFaults(suite, ${JSON.stringify(seeds)});`,
    );
    return file;
  });
  const args = [...files, "--traffic", "live", "--output", scratch];
  const { suite } = await playSuites(args, standIn.baseUrl);
  return suite;
}
