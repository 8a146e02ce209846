import { join } from "node:path";
import { crc32 } from "node:zlib";
import { expect, it, onTestFinished } from "vitest";
import { readCsvCases } from "../../src/cases/importing/import-csv.ts";
import { readSwarmCases } from "../../src/cases/importing/import-swarm.ts";
import { jsonPieces } from "../../src/cases/reading/json-pieces.ts";
import { moduleCases } from "../../src/cases/reading/module-cases.ts";
import { readBaseline } from "../../src/gate/baseline/text.ts";
import { readTape } from "../../src/traffic/tape/text.ts";
import { jsonl, newProject, type Project } from "../support/project.ts";
import { startStandIn, type StandInReply } from "../support/stand-in.ts";

const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

const AGENTS = `
import { Agent, Result } from "swarm-eval";
function deep(depth) {
  let value = [];
  for (let at = 0; at < depth; at++) value = [value];
  return value;
}
class Handle { inside = null; toJSON() { return this.inside; } }
export default ({ id }) => {
  const handle = new Handle();
  return {
    agent: new Agent({
      name: "Clerk",
      functions: [
        function look() {
          if (id === "large") return "x".repeat(16 * 1024 ** 2 + 1);
          if (id === "returned") return deep(100_000);
          if (id === "variable") return new Result({ contextVariables: { seen: deep(100_000) } });
          if (id === "handle") {
            queueMicrotask(() => (handle.inside = deep(100_000)));
            return new Result({ contextVariables: { handle } });
          }
          return "nothing";
        },
      ],
    }),
    state: () => (id === "state" ? deep(100_000) : {}),
  };
};
`;

/** What the model says first; then it says that all is done. */
const FIRST: Readonly<Record<string, StandInReply>> = {
  arguments: { calls: [{ name: "look", arguments: nested(5000) }] },
  content: raw(`{"message":{"role":"assistant","content":${nested(5000)}}}`),
  refused: { status: 400, raw: `{"error":{"message":${nested(5000)}}}` },
  state: { say: "Done." },
  plain: { say: "Done." },
};

function raw(choice: string): StandInReply {
  return { raw: `{"object":"chat.completion","model":"gpt-5.4","choices":[${choice}]}` };
}

const IDS = [
  "plain",
  "arguments",
  "content",
  "refused",
  "returned",
  "variable",
  "handle",
  "state",
  "large",
];

function shop(): Project {
  return newProject({
    "evals/shop.ts": AGENTS,
    "evals/shop.jsonl": jsonl(
      ...IDS.map((id) => ({ id, user: id, expect: { output: { contains: "Done" } } })),
    ),
  });
}

interface Trial {
  readonly verdict: string;
  readonly error: { readonly message: string } | null;
  readonly tool_errors?: readonly { readonly error: string }[];
}

function outcomes(project: Project): string[] {
  const { cases } = JSON.parse(project.read("reports/shop.json")) as {
    cases: { id: string; trials: [Trial] }[];
  };
  return cases.map(({ id, trials: [{ verdict, error, tool_errors: toolErrors = [] }] }) => {
    const why = error?.message ?? toolErrors[0]?.error ?? "nothing";
    return `${id} ${verdict}: ${/nested more than 200 deep/.exec(why)?.[0] ?? why.slice(0, 30)}`;
  });
}

it("ends the trial in which something is nested too deeply, and no other", async () => {
  const server = await startStandIn(({ body }) => {
    const [, { content = "" } = {}, ...rest] = body.messages;
    const look = { calls: [{ name: "look", arguments: "{}" }] };
    return rest.length > 0 ? { say: "Done." } : (FIRST[String(content)] ?? look);
  });
  onTestFinished(() => server.close());
  const project = shop();
  const environment = { OPENAI_BASE_URL: server.baseUrl };
  const recorded = await project.swarmEval(
    ["run", "evals/shop.jsonl", "--traffic", "record"],
    environment,
  );
  expect(recorded.code).toBe(4);
  const expected = [
    "plain passed: nothing",
    // The model is told, as of other arguments that cannot be used, and may do better.
    "arguments passed: nested more than 200 deep",
    "content errored: nested more than 200 deep",
    'refused errored: BadRequestError: 400 {"error":',
    "returned failed: nested more than 200 deep",
    "variable failed: nested more than 200 deep",
    "handle errored: nested more than 200 deep",
    "state errored: nested more than 200 deep",
    "large failed: it has more than 16 MB",
  ];
  expect(outcomes(project)).toEqual(expected);
  const replayed = await project.swarmEval(["run", "evals/shop.jsonl"]);
  expect(replayed.code).toBe(4);
  // What the agents module did wrong is not kept as a recording.
  expect(outcomes(project).slice(0, 6)).toEqual(expected.slice(0, 6));

  const result = project.read("reports/shop.json");
  project.write("reports/shop.json", result.replace('"state":{}', `"state":${nested(9000)}`));
  const read = await project.swarmEval(["report", "reports/shop.json"]);
  expect(read.code).toBe(2);
  expect(read.stderr).toMatch(/^reports.shop\.json:2: .*nested more than 250 deep/);
});

it.each<[file: string, read: (text: string) => unknown, text: string, place: string]>([
  [
    "cases of Swarm",
    (text) => readSwarmCases(text, "a.json", undefined),
    `[\n{"conversation":${nested(2000)}}]`,
    "a.json:2:215: ",
  ],
  [
    "a table",
    (text) => readCsvCases(text, "a.csv", undefined),
    `user,expect.state\nHi.,${nested(2000)}`,
    "a.csv:2:1: expect.state: ",
  ],
  [
    "a baseline",
    (text) => readBaseline(text, "a.json"),
    `{"cases":${nested(9000)}}`,
    "a.json cannot be read: ",
  ],
  [
    "a recording",
    (text) => readTape(text, "a.jsonl"),
    taped(`{"reply":1,"json":${nested(9000)}}`),
    "a.jsonl:2: ",
  ],
])("says where a file is nested too deeply: %s", (_, read, text, place) => {
  expect(() => read(text)).toThrow(place);
  expect(() => read(text)).toThrow(/lists and objects are nested more than 2[05]0 deep/);
});

/** A recording with a line, whatever it holds. */
function taped(line: string): string {
  const lines = ['{"tape":2}', line];
  const sums = lines.map((each) => crc32(each).toString(16).padStart(8, "0")).join(" ");
  return [...lines, JSON.stringify({ end: { exchanges: 1, crc32: sums } }), ""].join("\n");
}

it("says where cases are nested too deeply that are no lines", async () => {
  const problem = /lists and objects are nested more than 2[05]0 deep/;
  const project = newProject({ "shop.json": `[\n{"world":${nested(9000)}}]` });
  const file = join(project.directory, "shop.json");
  await expect(jsonPieces(file)).rejects.toThrow(`${file}:2:`);
  await expect(jsonPieces(file)).rejects.toThrow(problem);
  let world: unknown[] = [];
  for (let depth = 0; depth < 100_000; depth++) world = [world];
  await expect(moduleCases([{ id: "a", world }], "a.ts", 'id: "a"')).rejects.toThrow(problem);
});
