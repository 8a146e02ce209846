import { expect, it } from "vitest";
import { SpendingBuilder } from "../../../src/results/spending.ts";
import { modelJudge } from "../../../src/runner/judge/judge.ts";
import { UsageError } from "../../../src/runner/errors.ts";

const QUESTION = {
  rubric: "Greets the customer.",
  votes: 1,
  turn: 1,
  agent: "Triage",
  reply: "Hello!",
  conversation: [{ user: "Hi!" }],
};

/** The finding of a judge whose client fails with this error. */
function found(error: Error) {
  const judge = modelJudge({
    client: {
      chat: {
        completions: {
          create: async () => {
            throw error;
          },
        },
      },
    },
    model: { override: undefined, fallback: "gpt-5.4" },
    signal: new AbortController().signal,
    prices: {},
    spending: new SpendingBuilder(),
    onFailure: () => undefined,
  });
  return judge(QUESTION);
}

it("gives no verdict if its API fails", async () => {
  expect(await found(new Error("503 Overloaded"))).toMatchObject({
    verdict: "errored",
    reason: expect.stringContaining("it could not be asked: 503 Overloaded"),
  });
});

it("throws what only the user can put right", async () => {
  await expect(found(new UsageError("There is no API key."))).rejects.toThrow(UsageError);
});
