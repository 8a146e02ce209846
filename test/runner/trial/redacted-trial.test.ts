import { brotliCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import type { Case } from "../../../src/cases/case.ts";
import { readCase } from "../../../src/cases/reading/read-case.ts";
import { SpendingBuilder } from "../../../src/results/spending.ts";
import type { TrialError, TrialResult } from "../../../src/results/result.ts";
import { redactedTrial } from "../../../src/runner/trial/redacted-trial.ts";
import { TrialProgress, trialResult } from "../../../src/runner/trial/trial-progress.ts";
import { redactorFor } from "../../../src/traffic/redact/redact.ts";
import { calls, played, replies, says } from "../../support/played.ts";

const CASE = readCase('{"id":"look","user":"Hi.","expect":{"tool_calls":["look"]}}') as Case;

const { forTrial } = redactorFor({ MY_SECRET: "correct-horse" });

/** The result of a trial in which a tool answered this. */
function answered(answer: string, error: TrialError | null = null): TrialResult {
  const progress = new TrialProgress();
  progress.steps.push(
    ...played([says("Hi."), calls("look", {}, { answer }), replies("Done.")]).steps,
  );
  progress.checks.push({ check: "output", turn: 1, verdict: "passed", reason: answer });
  const judges = new SpendingBuilder();
  const rest = { leftovers: [], completions: null };
  const ending = {
    progress,
    contextVariables: {},
    judges,
    user: new SpendingBuilder(),
    error,
    toolErrors: [],
    rest,
    durationMs: 10,
  };
  return trialResult(CASE, 1, ending);
}

it("keeps the very result if there is no secret in it", () => {
  const result = answered('{"max_tokens":12}');
  expect(redactedTrial(result, forTrial())).toBe(result);
});

it.each([
  "It is correct-horse.",
  '{"password":"hunter2"}',
  '{"a":"{\\"token\\":\\"Zq8vK1mN5\\"}"}',
  Buffer.from("correct-horse").toString("hex"),
])("takes the secret out of steps and reasons: %s", (answer) => {
  const kept = redactedTrial(answered(answer), forTrial());
  expect(kept.verdict).toBe("passed");
  expect(JSON.stringify(kept)).toContain("[redacted]");
  expect(JSON.stringify(kept)).not.toMatch(/correct-horse|hunter2|Zq8vK1mN5|686f727365/);
});

const PACKED = brotliCompressSync("ann says that it is correct-horse, and nothing else");

it("keeps nothing of what happened if a secret would remain, and says whose it is", () => {
  const kept = redactedTrial(answered(PACKED.toString("base64")), forTrial());
  expect(kept).toMatchObject({ verdict: "errored", steps: [], checks: [], state: null });
  expect(kept.error?.message).toBe(
    "What happened in this trial was not written: it would hold the value of MY_SECRET. Keep that out of what tools return and agents say, or rename the variable if it is not a secret.",
  );
});

it("still says what broke the trial off then, if that holds no secret", () => {
  const down: TrialError = { kind: "api", message: "503 Down, correct-horse" };
  const kept = redactedTrial(answered(PACKED.toString("base64"), down), forTrial());
  expect(kept.error).toEqual({ kind: "api", message: "503 Down, [redacted]" });
});

it.each<readonly [what: string, answer: string, own: string]>([
  ["a name of a secret beside it", '{"name":"password","value":"hunter2x"}', "hunter2x"],
  ["its own name", '{"token":"Zq8vK1mN5"}', "Zq8vK1mN5"],
])("takes out a secret by %s, after results with the same texts had none", (_, answer, own) => {
  const redactor = redactorFor({});
  const context = { kinds: [{ name: "color", value: own }, { name: "password" }] };
  const plain = { ...answered("Nothing."), context_variables: context };
  expect(redactedTrial(plain, redactor.forTrial())).toBe(plain);
  const kept = redactedTrial(
    {
      ...plain,
      context_variables: JSON.parse(answer) as object as TrialResult["context_variables"],
    },
    redactor.forTrial(),
  );
  expect(JSON.stringify(kept.context_variables)).not.toContain(own);
});

it("takes out a text that an earlier result had, once its trial has met it as a secret", () => {
  const redactor = redactorFor({});
  const plain = answered("It is opaquex9x9.");
  expect(redactedTrial(plain, redactor.forTrial())).toBe(plain);
  const trial = redactor.forTrial();
  trial.redact('{"password":"opaquex9x9"}');
  expect(JSON.stringify(redactedTrial(plain, trial))).not.toContain("opaquex9x9");
});

it("takes a secret variable's value out of numbers and names", () => {
  const trial = redactorFor({ MY_PIN_SECRET: "8675309123", MY_SECRET: "correct-horse" }).forTrial();
  const context = { pin: 8675309123, by: { "correct-horse": { age: 3 } } };
  const kept = redactedTrial({ ...answered("Nothing."), context_variables: context }, trial);
  expect(kept.context_variables).toEqual({ pin: 9999999998, by: { "[redacted]": { age: 3 } } });
});
