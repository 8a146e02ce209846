import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { seeded, type Random } from "../support/random.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SUITES = ["basics", "shopper", "support", "triage", "weather"];
const WEAK_CASES = 100;

type Expected = Record<string, unknown>;
interface Line {
  readonly id: string;
  readonly expect?: Expected;
  readonly turns?: readonly { readonly expect?: Expected }[];
}

/** The faults that an expectation is there to notice. */
const FAULTS: Readonly<Record<string, RegExp>> = {
  tool_calls: /^(?:call|argument|tool)/,
  handoffs: /^handoff/,
  context_variables: /^(?:context change|tool loses)/,
  state: /^state change/,
  output: /^reply/,
};

/** A case without one expectation that it has. */
interface Weakened {
  readonly suite: string;
  readonly line: Line;
  readonly key: string;
}

function linesOf(suite: string): Line[] {
  const text = readFileSync(join(ROOT, `evals/${suite}.jsonl`), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
}

/** Each way to take one expectation of something that happens out of a case. */
function weakened(suite: string, whole: Line): Weakened[] {
  const scopes = [whole, ...(whole.turns ?? [])];
  return scopes.flatMap((scope, index) =>
    Object.keys(FAULTS)
      .filter((key) => says(scope.expect?.[key]))
      .map((key) => {
        const line = structuredClone(whole);
        const weak = [line, ...(line.turns ?? [])][index]?.expect ?? {};
        delete weak[key];
        // It has to expect something.
        weak["max_model_calls"] ??= 1000;
        return { suite, line, key };
      }),
  );
}

/** Whether an expectation demands that something is there, rather than that nothing is. */
function says(expected: unknown): boolean {
  const text = JSON.stringify(expected) ?? "[]";
  return (
    text !== "[]" && !/\$absent|\$unchanged|"(?:subset|judge|never|max|not_contains)"/.test(text)
  );
}

interface Mutation {
  readonly not_mutated: readonly object[];
  readonly scores: { readonly all: { readonly share: number } };
  readonly cases: readonly {
    readonly id: string;
    readonly holes: readonly { readonly fault: string; readonly closed_by: number | null }[];
  }[];
}

async function mutate(project: Project, suite: string, ...flags: string[]): Promise<Mutation> {
  const { stdout } = await project.swarmEval([
    "mutate",
    `${suite}.jsonl`,
    "--agents",
    join(ROOT, `evals/${suite}.ts`),
    "--fixtures",
    join(ROOT, "fixtures"),
    "--json",
    ...flags,
  ]);
  return JSON.parse(stdout) as Mutation;
}

/** One way each to weaken so many cases. */
function picked(random: Random, from: readonly Weakened[][], count: number): Weakened[] {
  const left = [...from];
  return Array.from({ length: count }, () =>
    random.pick(left.splice(random.below(left.length), 1)[0] ?? []),
  );
}

it("of 100 cases that lack an expectation, mutate finds 90, and of what it finds 10 are no holes at most", async () => {
  const all = SUITES.flatMap((suite) =>
    linesOf(suite)
      .map((line) => weakened(suite, line))
      .filter((ways) => ways.length > 0),
  );
  const weak = picked(seeded(7), all, WEAK_CASES);
  const project = newProject({});
  const missed: string[] = [];
  const unclosed: string[] = [];
  for (const [suite, some] of Map.groupBy(weak, (one) => one.suite)) {
    project.write(`${suite}.jsonl`, jsonl(...some.map(({ line }) => line)));
    const { cases } = await mutate(project, suite);
    for (const { line, key } of some) {
      const holes = cases.find(({ id }) => id === line.id)?.holes ?? [];
      const found = holes.filter(({ fault }) => FAULTS[key]?.test(fault));
      if (found.length === 0) missed.push(`${suite} ${line.id} ${key}`);
      if (found.some(({ closed_by: by }) => by === null))
        unclosed.push(`${suite} ${line.id} ${key}`);
    }
  }
  expect(missed.length).toBeLessThanOrEqual(10);
  expect(unclosed.length).toBeLessThanOrEqual(10);
}, 120_000);

it("with what mutate suggests, a suite passes on its recordings and notices 95 in 100", async () => {
  const project = newProject({});
  project.write("triage.jsonl", readFileSync(join(ROOT, "evals/triage.jsonl"), "utf8"));
  await mutate(project, "triage", "--suggest");
  const { scores, not_mutated: failing } = await mutate(project, "triage");
  expect(scores.all.share).toBeGreaterThanOrEqual(0.95);
  expect(failing).toEqual([]);
});
