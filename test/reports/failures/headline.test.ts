import { expect, it } from "vitest";
import { headline } from "../../../src/reports/failures/explain-trial.ts";
import { check, says, trial, turn } from "../results.ts";

it("keeps the words above a list that a judge writes", () => {
  const reason = "The reply lacks\n- an apology\n- the day of the refund";
  const wrong = trial({
    turns: [turn("Hi", says("A", "No."))],
    checks: [check("failed", "output", 1, reason)],
  });
  expect(headline(wrong)).toBe(
    "output in turn 1: The reply lacks ⏎ - an apology ⏎ - the day of the refund",
  );
});
