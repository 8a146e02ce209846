// The eval sets in adk/ are from google/adk-python and google/adk-samples; adk/NOTICE says which.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readAdkCases } from "../../../src/cases/importing/import-adk.ts";
import { Unmapped } from "../../../src/cases/importing/unmapped.ts";
import { readCase } from "../../../src/cases/reading/read-case.ts";

function fixture(name: string): string {
  return readFileSync(new URL(`adk/${name}`, import.meta.url), "utf8");
}

/** The cases of an eval set, each of which a case file takes, and what was left out. */
function imported(text: string, agent?: string) {
  const unmapped = new Unmapped();
  const cases = readAdkCases(text, "x.evalset.json", agent, unmapped);
  for (const line of cases) expect(readCase(JSON.stringify(line))).toBeDefined();
  return { cases, left: unmapped.lines() };
}

/** An eval set of one case of one turn. */
function turn(invocation: object, evalCase: object = {}): string {
  const user_content = { parts: [{ text: "Hi!" }] };
  const conversation = [{ user_content, ...invocation }];
  return JSON.stringify({ eval_cases: [{ eval_id: "one", conversation, ...evalCase }] });
}

it("expects tool uses in their order, and transfers as handoffs", () => {
  const { cases, left } = imported(fixture("pretrip.test.json"), "root_agent");
  expect(cases).toEqual([
    {
      id: "pretrip",
      agent: "root_agent",
      context_variables: { origin: "San Diego", start_date: "2025-06-15" },
      turns: [
        {
          user: "transfer to pre_trip",
          expect: { handoffs: ["pre_trip_agent"], agent: "pre_trip_agent" },
        },
        {
          user: "update",
          expect: {
            tool_calls: [
              {
                name: "google_search_grounding",
                arguments: { request: "travel_advisory for Seattle" },
              },
              { name: "what_to_pack_agent", arguments: { request: "Seattle in June" } },
            ],
          },
        },
      ],
    },
  ]);
  expect(left).toEqual([expect.stringMatching(/^final_response: words differ .* \(pretrip\)$/)]);
});

it("has rubrics judged, and expects that no tool is called", () => {
  const { cases, left } = imported(fixture("routing.evalset.json"));
  expect(cases).toMatchObject([
    {
      id: "trivial_single_step_no_delegate",
      expect: {
        tool_calls: [{ name: "read", arguments: { path: "pyproject.toml" } }],
        output: { judge: expect.stringMatching(/^All of these hold:\n- Does NOT .*\n- Invokes /) },
      },
    },
    { id: "single_explainer_no_delegate", expect: { tool_calls: [] } },
  ]);
  expect(left).toEqual([]);
});

it("says which cases expect nothing", () => {
  const { cases, left } = imported(fixture("background.evalset.json"));
  expect(cases).toEqual([]);
  expect(left).toEqual([
    "left out whole: it would expect nothing (background_task_scenario and background_task_scripted)",
  ]);
});

it("takes no words to expect from a response without any", () => {
  const { cases, left } = imported(fixture("elicitation.test.json"));
  expect(cases).toMatchObject([{ id: "elicitation_flow", user: "Book a flight to London" }]);
  expect(left).toEqual([]);
});

it("has a model play the user of a scenario", () => {
  const scenario = { starting_prompt: "Hello", conversation_plan: "Get a refund." };
  const evalCase = {
    eval_id: "one",
    conversation_scenario: { ...scenario, user_persona: { id: "x", description: "In a hurry." } },
    rubrics: [{ rubric_content: { text_property: "It is polite." } }],
    final_session_state: { refunded: true },
  };
  expect(imported(JSON.stringify({ eval_cases: [evalCase] })).cases).toEqual([
    {
      id: "one",
      user: { goal: 'Begin by saying: "Hello" Then: Get a refund.', persona: "In a hurry." },
      expect: { output: { judge: "It is polite." }, context_variables: { refunded: true } },
    },
  ]);
});

it("knows who called from the events of an invocation", () => {
  const call = (name: string, args: object) => ({ parts: [{ function_call: { name, args } }] });
  const invocation_events = [
    { author: "root", content: call("transfer_to_agent", { agent_name: "refunds" }) },
    { author: "root", content: { parts: [{ function_response: { name: "transfer_to_agent" } }] } },
    { author: "refunds", content: call("refund", { order: { $id: 7 } }) },
  ];
  const { cases } = imported(turn({ intermediate_data: { invocation_events } }));
  expect(cases).toMatchObject([
    {
      expect: {
        tool_calls: {
          mode: "in_order",
          calls: [{ name: "refund", arguments: { order: { $any: true } }, agent: "refunds" }],
        },
        handoffs: ["refunds"],
        final_agent: "refunds",
      },
    },
  ]);
});

it("keeps pictures, and names other files that a case cannot show", () => {
  const user_content = {
    parts: [
      { text: "What is it?" },
      { inline_data: { mime_type: "image/png", data: "iVBORw0KGgo=" } },
      { file_data: { file_uri: "gs://bucket/plan.pdf" } },
    ],
  };
  const { cases, left } = imported(turn({ user_content, intermediate_data: { tool_uses: [] } }));
  expect(cases).toMatchObject([
    {
      user: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
      ],
    },
  ]);
  expect(left).toEqual(["file_data in user_content (one)"]);
});

it("names what a judge of the reply could not see, and users who say nothing", () => {
  const type = "TOOL_USE_QUALITY";
  const rubrics = [{ type, rubric_content: { text_property: "Calls once." } }];
  expect(imported(turn({ rubrics, intermediate_data: { tool_uses: [] } })).left).toEqual([
    "a rubric of TOOL_USE_QUALITY: Calls once. (one)",
  ]);
  const silent = turn({ user_content: { parts: [] }, intermediate_data: { tool_uses: [] } });
  expect(imported(silent)).toEqual({
    cases: [],
    left: ["left out whole: the user says nothing that a case can say (one)"],
  });
});

it("gives cases of one name different ids", () => {
  const [first] = (
    JSON.parse(turn({ intermediate_data: { tool_uses: [] } })) as { eval_cases: [object] }
  ).eval_cases;
  const { cases } = imported(JSON.stringify({ eval_cases: [first, first] }));
  expect(cases.map(({ id }) => id)).toEqual(["one", "one-2"]);
});

it.each([
  ["no cases", '{"eval_cases":[]}', "eval_cases: it holds no cases"],
  ["a case without a name", '{"eval_cases":[{}]}', '"eval_id" is missing'],
  [
    "a tool use without a name",
    turn({ intermediate_data: { tool_uses: [{}] } }),
    'intermediate_data.tool_uses[0]: "name" is missing',
  ],
])("refuses %s, and says where", (_, text, message) => {
  expect(() => imported(text)).toThrow(message);
});
