import { expect, it } from "vitest";
import { trafficOptions } from "../../../src/runs/plan/services.ts";

it("hands down what the config says of headers", () => {
  const config = {
    keptHeaders: ["x-total"],
    matchedHeaders: ["accept-language"],
  };
  expect(
    trafficOptions(
      { caseFile: "evals/shop.jsonl", fixtures: "fixtures" },
      { trials: 1, clock: "recorded", ...config },
    ),
  ).toMatchObject(config);
});
