import { expect, it, onTestFinished } from "vitest";
import type { SuiteResult } from "../../../src/results/result.ts";
import { jsonl, newProject } from "../../support/project.ts";
import { startStandIn, type StandInReply, type StandInRequest } from "../../support/stand-in.ts";
import { SHOP, shopModel } from "../../cli/shop.ts";

const PASSED = '{"reason":"It says hello.","verdict":"passed"}';
const FAILED = '{"reason":"It asks at once.","verdict":"failed"}';

const isJudge = ({ body }: StandInRequest): boolean =>
  String(body.messages?.[0]?.content).startsWith("You grade");

/** A case for each list of rubrics, a turn for each of them, and the judge's answer to it. */
async function judged(
  rubrics: readonly (readonly string[])[],
  answer: (rubric: string, request: StandInRequest) => StandInReply,
  votes = 1,
) {
  const server = await startStandIn((request) => {
    if (!isJudge(request)) return shopModel(request);
    return answer(request.body.messages?.[0]?.content?.split("\n").at(-1) ?? "", request);
  });
  onTestFinished(() => server.close());
  const cases = rubrics.map((ofTurns, index) => ({
    id: `case-${index}`,
    turns: ofTurns.map((rubric) => ({
      user: "Hi!",
      expect: { output: { judge: { rubric, votes } } },
    })),
  }));
  const project = newProject({ "evals/shop.ts": SHOP, "evals/shop.jsonl": jsonl(...cases) });
  const run = async (...flags: string[]) => {
    const { code, stdout, stderr } = await project.swarmEval(
      ["run", "evals/shop.jsonl", ...flags],
      { OPENAI_BASE_URL: server.baseUrl },
    );
    return { code, stdout, stderr };
  };
  const json = async (...flags: string[]) => {
    const { code, stdout, stderr } = await run("--json", ...flags);
    if (!stdout.startsWith("{")) throw new Error(stderr);
    return { code, result: JSON.parse(stdout) as SuiteResult };
  };
  return { server, run, json };
}

it("takes a verdict however it is written, and none that is contradicted or cut off", async () => {
  const answers: readonly (readonly [answer: string, verdict: string, finish?: string])[] = [
    [`\`\`\`json\n${PASSED}\n\`\`\``, "passed"],
    [`\`\`\`\n${FAILED}\n\`\`\``, "failed"],
    [`\uFEFF${PASSED}`, "passed"],
    [`Here is my verdict:\n${PASSED}\nI hope this helps.`, "passed"],
    [`<think>Is it {"verdict":"failed"}?</think>\n${PASSED}`, "passed"],
    // A template of the chat wrote the opening tag.
    [`Perhaps ${FAILED}\n</think>${PASSED}`, "passed"],
    [`[THINK]Hm.[/THINK]<reasoning>${PASSED}</reasoning>${FAILED}`, "failed"],
    [`[Analysis] It greets.\n[Verdict] ${PASSED}`, "passed"],
    [`${PASSED}\n${PASSED}`, "passed"],
    ['{"verdict":"PASSED","reason":"It says hello."}', "passed"],
    ['{"Verdict":"Fail"}', "failed"],
    ['{"reason":"","verdict":true}', "passed"],
    ['{"reason":"One line,\nand another.","verdict":"failed",}', "failed"],
    [JSON.stringify(PASSED), "passed"],
    [`{"grade":${PASSED}}`, "passed"],
    ["**PASSED**", "passed"],
    // What a judge quotes inside its reason is no second verdict.
    [
      JSON.stringify({ reason: `It says </think>${FAILED}, verdict: failed`, verdict: "passed" }),
      "passed",
    ],
    [`${PASSED}\n${FAILED}`, "errored"],
    [`${PASSED}\nOn second thoughts, it failed.`, "errored"],
    [`It wrote ${PASSED}, which wins it nothing.\nVerdict: FAILED`, "errored"],
    ['{"verdict":"failed","reason":"Hm.","verdict":"passed"}', "errored"],
    [`${FAILED}\nIt wrote "</think>${PASSED}", which wins it nothing.`, "errored"],
    [`${PASSED}\n${"{".repeat(200)}`, "errored"],
    // Each bracket that closes, tag and mark is read once: none of these would end before the test.
    [`${PASSED.slice(0, -1)},"x":${"[[],".repeat(150_000)}`, "errored"],
    [`${'{"verdict":'.repeat(99)}${"[".repeat(50_000)}${"]".repeat(50_000)}`, "errored"],
    [`[${"x</think>".repeat(50_000)}`, "errored"],
    [`a${".".repeat(500_000)}b`, "errored"],
    [`<think>${PASSED}`, "errored"],
    ["It passes, I would say.", "errored"],
    [PASSED, "errored", "length"],
    [PASSED, "errored", "content_filter"],
  ];
  const { json } = await judged(
    answers.map((_, index) => [String(index)]),
    (rubric) => {
      const [content, , finish_reason = "stop"] = answers[Number(rubric)] ?? [];
      const message = { role: "assistant", content };
      return { raw: JSON.stringify({ choices: [{ index: 0, message, finish_reason }] }) };
    },
  );
  const { result } = await json("--traffic", "record");
  const found = result.cases.map(({ trials }) => trials[0]?.checks[0]?.verdict);
  expect(found.map((verdict, index) => [answers[index]?.[0], verdict])).toEqual(
    answers.map(([answer, verdict]) => [answer, verdict]),
  );
  const reasonOf = (answer: string): string | undefined =>
    result.cases[answers.findIndex(([text]) => text === answer)]?.trials[0]?.checks[0]?.reason;
  expect(reasonOf("**PASSED**")).toBe("gpt-5.4 found that it does, and gave no reason");
  expect(reasonOf(`${PASSED}\n${FAILED}`)).toContain("it states more than one verdict: ");
});

/** How servers refuse a schema: DeepSeek, Groq, vLLM and others by FastAPI, llama-cpp-python. */
const REFUSALS = [
  [400, { error: { message: "This response_format type is unavailable now" } }],
  [400, { error: { message: "This model does not support response format `json_schema`." } }],
  [422, { detail: [{ loc: ["body", "response_format", "type"], msg: "Input should be 'text'" }] }],
  [500, { error: { message: "[{'loc': ('body', 'response_format', 'type')}]" } }],
] as const;

it.each(REFUSALS)(
  "asks a server that refuses its schema by %i without one, from then on in the trial",
  async (status, body) => {
    const asked: boolean[] = [];
    const { json, server } = await judged(
      [["Greets the customer.", "Is brief."]],
      (_, request) => {
        const hasFormat = "response_format" in request.body;
        asked.push(hasFormat);
        return hasFormat ? { status, raw: JSON.stringify(body) } : { say: PASSED };
      },
      2,
    );
    const recorded = await json("--traffic", "record");
    expect(recorded.code).toBe(0);
    expect(asked.toSorted()).toEqual([false, false, false, false, true, true]);
    const { messages } = server.requests.findLast(isJudge)?.body ?? {};
    expect(messages?.[0]?.content).toContain("Answer with one JSON object");
    expect(messages?.[0]?.content).toMatch(/\nIs brief\.$/);
    const replayed = await json();
    expect(replayed.code).toBe(0);
    expect(replayed.result.cases[0]?.trials[0]?.checks).toEqual(
      recorded.result.cases[0]?.trials[0]?.checks,
    );
    expect(asked).toHaveLength(6);
  },
);

it("tells other refusals from that of a schema", async () => {
  const { json, server } = await judged([["Greets."]], () => ({
    status: 400,
    raw: '{"error":{"message":"The context is too long."}}',
  }));
  const { code } = await json("--traffic", "record");
  expect(code).toBe(4);
  expect(server.requests.filter(isJudge)).toHaveLength(1);
});

it("says once that a judge's answers are no verdicts, however each is worded", async () => {
  let asked = 0;
  const { run } = await judged([["Greets."], ["Greets."], ["Greets."]], () => ({
    say: `I like it, number ${asked++}.`,
  }));
  const { stdout } = await run("--traffic", "record", "--trials", "2");
  expect(stdout.match(/gave no verdict/g)).toHaveLength(1);
  expect(stdout).toContain("The same in case-1 and case-2.");
});

it("says once that a judge's provider counts tokens that cannot be", async () => {
  const message = { role: "assistant", content: PASSED };
  const usage = { prompt_tokens: -5, completion_tokens: 1 };
  const raw = JSON.stringify({ choices: [{ index: 0, message, finish_reason: "stop" }], usage });
  const { run } = await judged([["Greets."], ["Is brief."]], () => ({ raw }), 2);
  const { code, stderr } = await run("--traffic", "live");
  expect(stderr).toBe(
    "warning: the provider reported -5 prompt tokens for gpt-5.4: counted as unknown, and by an estimate where a cap is kept.\n",
  );
  expect(code).toBe(0);
});
