import { expect, it } from "vitest";
import { deskModel } from "./desks/cases.ts";
import { deskProject, testDesk } from "./test-desk.ts";

const NAMES = { toSeats: "transfer_to_Seats", toCancellations: "transfer_to_Cancellations" };

testDesk("openai-agents", NAMES, [["execute_tools", { execute_tools: false }]]);

it("tells a target's context, its limits, its guardrails and the model that was asked for", async () => {
  const seat = {
    agent: "Seats",
    user: "Put me into 12A of LH7.",
    context_variables: { passenger: "Ada" },
  };
  const cases = [
    {
      ...seat,
      id: "context",
      expect: {
        context_variables: { passenger: "Ada", seat: "12A" },
        tool_calls: [
          { name: "change_seat", arguments: { $any: true }, result: "Ada sits in 12A of LH7." },
        ],
      },
    },
    {
      ...seat,
      id: "limit",
      max_turns: 1,
      expect: { max_model_calls: 1, tool_calls: ["change_seat"] },
    },
    {
      id: "insult",
      user: "You blockhead!",
      expect: { tool_errors: "allow", tool_calls: ["no_insults"] },
    },
    { id: "small", user: "Hello!", model_override: "gpt-5.4-mini", expect: { tool_calls: [] } },
  ];
  const { run, result, requests } = await deskProject("openai-agents", cases, deskModel(NAMES));
  const { stderr } = await run("--traffic", "live", "--concurrency", "1");
  expect(stderr).toBe("");
  expect(
    result().cases.map(({ id, trials }) => [
      id,
      trials[0]?.verdict,
      trials[0]?.error?.message ?? trials[0]?.checks.find(({ verdict }) => verdict !== "passed"),
    ]),
  ).toEqual(cases.map(({ id }) => [id, "passed", undefined]));
  expect(requests.at(-1)?.body.model).toBe("gpt-5.4-mini");
});
