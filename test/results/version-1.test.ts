import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { pathOf } from "../../src/gate/baseline/kept-trial.ts";
import { readResult, type ResultReading } from "../../src/results/read-result.ts";
import { callsOf } from "../../src/trajectory/calls.ts";
import { turnsOf } from "../../src/trajectory/turns.ts";

const NO_TOKENS = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };
const SUMS = { usage: NO_TOKENS, cost: 0 };
const JUDGES = { judge_usage: NO_TOKENS, judge_cost: 0, judges: {} };

// As swarm-eval 0.1 wrote them.
const HEADER = {
  version: 1,
  suite: "shop",
  case_file: "evals/shop.jsonl",
  agents_module: "evals/shop.ts",
  started_at: "2026-03-05T09:30:00.000Z",
  model_override: null,
  traffic: "replay",
  stream: false,
};

const call = (id: string, name: string, text: string) => ({
  id,
  type: "function",
  function: { name, arguments: text },
});

const CASE = {
  id: "refund",
  tags: [],
  line: 1,
  verdict: "errored",
  trials: [
    {
      trial: 1,
      model: "gpt-5.4-mini, gpt-5.4",
      models: { Triage: "gpt-5.4-mini", Refunds: "gpt-5.4" },
      verdict: "errored",
      checks: [],
      turns: [
        {
          user: "I want my money back.",
          messages: [
            {
              role: "assistant",
              content: null,
              tool_calls: [
                call("c1", "note", '{"topic": "refund"}'),
                call("c2", "toRefunds", "{}"),
              ],
              sender: "Triage",
            },
            { role: "tool", tool_call_id: "c1", content: "noted", tool_name: "note" },
            {
              role: "tool",
              tool_call_id: "c2",
              content: '{"assistant":"Refunds"}',
              tool_name: "toRefunds",
            },
            {
              role: "assistant",
              content: null,
              tool_calls: [call("c3", "ghost", "{}")],
              sender: "Refunds",
            },
            {
              role: "tool",
              tool_call_id: "c3",
              content: "Error: Tool ghost not found.",
              tool_name: "ghost",
            },
            { role: "assistant", content: "Which order?", sender: "Refunds" },
          ],
          agent: "Refunds",
        },
        { user: "A7.", messages: [], agent: "Refunds", broke_off: true },
      ],
      starting_agent: "Triage",
      final_agent: "Refunds",
      handoffs: [{ turn: 1, from: "Triage", to: "Refunds" }],
      tool_calls: [
        {
          turn: 1,
          agent: "Triage",
          name: "note",
          arguments: { topic: "refund" },
          result: "noted",
          error: null,
        },
        {
          turn: 1,
          agent: "Triage",
          name: "toRefunds",
          arguments: {},
          result: '{"assistant":"Refunds"}',
          error: null,
          context_variables: { topic: "refund" },
        },
        {
          turn: 1,
          agent: "Refunds",
          name: "ghost",
          arguments: {},
          result: "Error: Tool ghost not found.",
          error: "Tool ghost not found.",
        },
      ],
      context_variables: { topic: "refund" },
      state: null,
      model_calls: 3,
      usage: { prompt_tokens: 900, completion_tokens: 60, cached_tokens: 0 },
      cost: 0.0031,
      spending: {
        "gpt-5.4": {
          calls: 3,
          usage: { prompt_tokens: 900, completion_tokens: 60, cached_tokens: 0 },
          cost: 0.0031,
        },
      },
      ...JUDGES,
      duration_ms: 900,
      error: { kind: "api", message: "500 Oops" },
      leftovers: [],
    },
  ],
  ...SUMS,
};

const END = {
  duration_ms: 12,
  stopped: null,
  summary: {
    cases: 1,
    trials: 1,
    passed: 0,
    failed: 0,
    errored: 1,
    skipped: 0,
    pass_rate: null,
    pass_rate_interval: null,
    pass_hat_k: {},
    pass_hat_k_interval: {},
    pass_at_k: {},
    pass_at_k_interval: {},
    too_few_trials: {},
    ...SUMS,
    spending: {},
    ...JUDGES,
    leftovers: 0,
  },
  coverage: {
    share: 1,
    agents: [],
    handoffs: [],
    tools: [],
    context_keys: [],
    untold: [{ about: "handoffs", function: "route", agents: ["Triage"], source: ["table[to]"] }],
  },
  gate: {
    baseline: "shop.baseline.json",
    blessed_at: "2026-03-01",
    verdict: "regressed",
    rule: "replay",
    alpha: 0.05,
    agents: { changed: [], new: [], gone: [] },
    counts: { regressed: 1 },
    cases: [
      {
        id: "refund",
        line: 1,
        status: "regressed",
        baseline: { passed: 1, trials: 1 },
        now: { passed: 0, trials: 1 },
        p_value: null,
        reason: "agent in turn 1",
        parting: {
          differs: "step",
          step: 2,
          turn: 1,
          answered_otherwise: 1,
          baseline_trial: 1,
          trial: 1,
          rows: [
            {
              step: 2,
              baseline: { turn: 1, agent: "Triage", call: "note", arguments: { untold: true } },
              now: null,
            },
          ],
        },
      },
    ],
    suite: null,
    smallest_drop: null,
  },
};

function read(written: object = CASE): ResultReading {
  const directory = mkdtempSync(join(tmpdir(), "result-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, "shop.json");
  const text = `${JSON.stringify(HEADER).slice(0, -1)},"cases":[\n${JSON.stringify(written)}\n],${JSON.stringify(END).slice(1)}\n`;
  writeFileSync(file, text);
  return readResult(file);
}

it("reads the views of a trial as steps that give the same views", () => {
  const { header, cases } = read();
  expect(header).toEqual({ ...HEADER, version: 2 });
  const { value } = cases.next();
  const [trial] = "trials" in value ? value.trials : [];
  if (trial === undefined) throw new Error("There is no trial.");
  const [first, second] = turnsOf(trial.steps);
  const [then, later] = CASE.trials[0]?.turns ?? [];
  expect(first).toMatchObject({ user: then?.user, agent: "Refunds", messages: then?.messages });
  expect(second).toMatchObject({ user: later?.user, agent: "Refunds", messages: [] });
  expect(trial.error).toEqual({ kind: "api", message: "500 Oops", turn: 2 });
  expect(trial.steps.filter(({ type }) => type === "reply")).toMatchObject([
    { agent: "Triage", model: "gpt-5.4-mini" },
    { agent: "Refunds", model: "gpt-5.4" },
    { agent: "Refunds" },
  ]);
  expect(first?.actions).toMatchObject([
    { name: "note", text: '{"topic": "refund"}' },
    { name: "toRefunds", handsOff: true, contextVariables: { topic: "refund" } },
    { type: "handoff", to: "Refunds" },
    { name: "ghost", failure: "unknown_tool" },
    { text: "Which order?" },
  ]);
  expect(pathOf(trial)).toContainEqual({ turn: 1, agent: "Triage", handoff: "Refunds" });
  expect(trial).toMatchObject({ cost: 0.0031, model_calls: 3, duration_ms: 900 });
});

it.each([
  ["was not executed", {}, false],
  ["had no answer when its turn broke off", { broke_off: true }, true],
])("tells of a call that it %s", (_, end, executed) => {
  const made = { role: "assistant", tool_calls: [call("c1", "lookUp", "{}")], sender: "Triage" };
  const turn = { user: "Where is it?", messages: [made], agent: "Triage", ...end };
  const outcome = { name: "lookUp", arguments: {}, result: null, error: null };
  const [trial] = CASE.trials;
  const views = {
    turns: [turn],
    handoffs: [],
    tool_calls: [{ turn: 1, agent: "Triage", ...outcome }],
  };
  const { value } = read({ ...CASE, trials: [{ ...trial, ...views }] }).cases.next();
  const [first] = "trials" in value ? value.trials : [];
  expect(callsOf(first?.steps ?? [])).toMatchObject([{ name: "lookUp", executed }]);
});

it("reads the end with the names of today, and leaves alone what agents did", () => {
  const { cases } = read();
  let next = cases.next();
  while (next.done !== true) next = cases.next();
  const { end } = next.value;
  expect(end.coverage?.unresolved).toEqual(END.coverage.untold);
  expect(end.gate?.cases[0]?.divergence).toMatchObject({
    tool_answer_differs_at: 1,
    rows: [{ baseline: { arguments: { untold: true } } }],
  });
});
