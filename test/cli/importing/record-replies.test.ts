import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { newProject, type Project } from "../../support/project.ts";

/** The agents of the conversation in test/traces/reading/kept, as this package has them. */
const DESK = `
import { Agent } from "swarm-eval";

export default () => {
  const triage = new Agent({ name: "Triage", instructions: "Hand refunds over." });
  const refunds = new Agent({ name: "Refunds", instructions: "Refund orders." });
  /** Hands over. */
  function transfer_to_refunds() {
    return refunds;
  }
  /** Refunds an order. */
  async function refund(order: string) {
    return order + " is refunded.";
  }
  triage.functions = [transfer_to_refunds];
  refunds.functions = [refund];
  return triage;
};
`;

function kept(name: string): string {
  const file = new URL(`../../traces/reading/kept/${name}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8");
}

function desk(trace: string, agents = DESK): Project {
  return newProject({ "evals/desk.ts": agents, "trace.jsonl": trace });
}

const IMPORT = ["import", "trace.jsonl", "-o", "evals/desk.jsonl", "--fixtures", "fixtures"];

/** A trace in which a model answers the user with these messages, one after the other. */
function answering(...outputs: readonly object[]): string {
  return outputs
    .map((output, index) =>
      JSON.stringify({
        object: "trace.span",
        id: `s${index}`,
        trace_id: "t",
        parent_id: null,
        started_at: `2026-11-30T09:00:0${index}.000000+00:00`,
        span_data: {
          type: "generation",
          input: [{ role: "user", content: "Refund A7." }],
          output: [{ role: "assistant", ...output }],
        },
      }),
    )
    .join("\n");
}

function calling(name: string, args: object) {
  const called = { name, arguments: JSON.stringify(args) };
  return { content: null, tool_calls: [{ id: "c1", type: "function", function: called }] };
}

it.each([
  "openai-agents-chat",
  // Only its next request tells what a model had called.
  "contrib-chat",
])("records what agents ask, answered by a trace, and replays it: %s", async (name) => {
  const project = desk(kept(name));
  const { code, stderr } = await project.swarmEval(IMPORT);
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr:
      "1 case in evals/desk.jsonl. Play them: npx swarm-eval run evals/desk.jsonl --fixtures fixtures\n" +
      "1 recording in fixtures, with the replies of the trace. They replay offline.\n",
  });
  const tape = project.read("fixtures/desk/hello.1.jsonl");
  expect(JSON.parse(tape.split("\n", 1)[0] ?? "")).toMatchObject({
    answered_by: "stand-in",
    case: "hello",
  });
  expect(tape).toContain("Refund orders.");
  const { code: replayed, stdout } = await project.swarmEval(["run", "evals/desk.jsonl"]);
  expect(replayed).toBe(0);
  expect(stdout).toContain("Triage → Refunds");
  expect(stdout).toContain("368 tokens");
});

it("names the cases in which the agents do otherwise", async () => {
  const lazy = DESK.replace("return refunds;", 'return "No.";');
  const project = desk(kept("openai-agents-chat"), lazy);
  const { code, stderr } = await project.swarmEval(IMPORT);
  expect(code).toBe(0);
  expect(stderr).toContain("do otherwise than those of the trace, so it does not pass: hello\n");
  expect((await project.swarmEval(["run", "evals/desk.jsonl"])).code).toBe(1);
});

it.each([
  [
    "agents that ask more often",
    DESK,
    answering(calling("transfer_to_refunds", {})),
    "the agents ask more often than those of the trace, 1 time",
  ],
  [
    "a tool that asks somebody else",
    DESK.replace('return order + "', 'return (await fetch("http://127.0.0.1:65000/x")).status + "'),
    answering(calling("transfer_to_refunds", {}), calling("refund", { order: "A7" }), {
      content: "Done.",
    }),
    "the trace does not hold what GET http://127.0.0.1:65000/x was answered with",
  ],
])("keeps no recording of %s, and says why", async (_, agents, trace, reason) => {
  const project = desk(trace, agents);
  const { code, stderr } = await project.swarmEval(IMPORT);
  expect(code).toBe(0);
  expect(stderr).toContain(`Not recorded:\n  refund-a7: ${reason}`);
  expect(() => project.read("fixtures/desk/refund-a7.1.jsonl")).toThrow("ENOENT");
});

it.each(["openllmetry-chat", "contrib-responses"])(
  "records nothing where the trace lacks a reply: %s",
  async (name) => {
    const { code, stderr } = await desk(kept(name)).swarmEval(IMPORT);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /\nNot recorded:\n {2}hello: the trace does not hold what its models answered\n$/,
    );
  },
);

it("takes secrets out of what it records", async () => {
  const key = "sk-proj-abcdefghijklmnopqrstuvwx";
  const project = desk(
    answering({ content: `Your key is ${key}.` }).replace("Refund A7.", `Refund A7 by ${key}.`),
  );
  await project.swarmEval(IMPORT);
  const tape = project.read("fixtures/desk/refund-a7-by-redacted.1.jsonl");
  expect(tape).toContain("Your key is [redacted].");
  expect(tape).not.toContain(key);
  expect((await project.swarmEval(["run", "evals/desk.jsonl"])).code).toBe(0);
});

it("needs a case file, and the agents that are to be recorded", async () => {
  const project = newProject({ "trace.jsonl": answering({ content: "Done." }), "other.ts": DESK });
  const nameless = await project.swarmEval(["import", "trace.jsonl", "--fixtures", "fixtures"]);
  expect(nameless).toMatchObject({
    code: 2,
    stderr: "--fixtures needs a case file to record: name it with -o.\n",
  });
  const alone = await project.swarmEval(IMPORT);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain("evals/desk.jsonl has no agents module beside it.");
  const named = await project.swarmEval([...IMPORT, "--force", "--agents", "other.ts"]);
  expect(named.code).toBe(0);
  expect(named.stderr).toContain("1 recording in fixtures");
});
