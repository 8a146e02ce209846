import { describe, expect, it } from "vitest";
import { held, played, replies, says } from "../support/played.ts";

/** Two replies of 115 and 35 tokens, 200 ms from the first message to the last reply. */
const scope = played(
  [says("Hello"), replies("One moment.", {}, [100, 15]), replies("Hi.", {}, [30, 5])],
  { costs: [0.1, 0.2] },
);

describe("a budget", () => {
  it.each([
    [{ max_model_calls: 2 }, "passed: 2 of 2 model calls"],
    [{ max_model_calls: 1 }, "failed: expected at most 1 model call, got 2"],
    [{ max_tokens: 150 }, "passed: 150 of 150 tokens"],
    [{ max_tokens: 149 }, "failed: expected at most 149 tokens, got 150"],
    [{ max_cost: 0.3 }, "passed: 0.3 of 0.3 US dollars"],
    [{ max_cost: 0.2999 }, "failed: expected at most 0.2999 US dollars, got 0.3"],
    [{ max_latency_ms: 200 }, "passed: 200 of 200 ms"],
    [{ max_latency_ms: 199 }, "failed: expected at most 199 ms, got 200"],
  ])("of %j", (expected, finding) => {
    expect(held(expected, scope)).toBe(finding);
  });

  it("of time leaves out what a model thought that plays the user", () => {
    const both = played([says("Hello"), replies("Who?"), says("Ann"), replies("Hi.")]);
    const steps = both.steps.map((step) =>
      step.type === "user" ? { ...step, simulated: true as const } : step,
    );
    expect(held({ max_latency_ms: 0 }, both)).toContain("got 300");
    expect(held({ max_latency_ms: 0 }, { ...both, steps })).toContain("got 200");
  });

  it("of a turn counts what is in it", () => {
    const later = { ...scope, steps: scope.steps.slice(2) };
    expect(
      held({ max_model_calls: 1, max_tokens: 35, max_cost: 0.2, max_latency_ms: 0 }, later),
    ).not.toContain("failed");
  });

  it("is not judged if what was spent is not known", () => {
    const steps = scope.steps.map((step, index) =>
      step.type === "reply" && index === 2
        ? { ...step, model: "house-model", cost: undefined }
        : step,
    );
    expect(held({ max_cost: 1 }, { ...scope, steps })).toMatchInlineSnapshot(
      `"errored: the cost is not known: there is no price for house-model, or its tokens were not reported"`,
    );
    const uncounted = {
      ...scope,
      steps: scope.steps.map((step) =>
        step.type === "reply" ? { ...step, usage: undefined } : step,
      ),
    };
    expect(held({ max_tokens: 1 }, uncounted)).toMatchInlineSnapshot(
      `"errored: the provider did not report how many tokens it used"`,
    );
  });

  it("of a scope in which nothing happened is not touched", () => {
    const nothing = played([]);
    expect(held({ max_model_calls: 0, max_tokens: 0, max_cost: 0, max_latency_ms: 0 }, nothing))
      .toMatchInlineSnapshot(`
      "passed: 0 of 0 model calls
      passed: 0 of 0 tokens
      passed: 0 of 0 US dollars
      passed: 0 of 0 ms"
    `);
  });
});
