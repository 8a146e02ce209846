import { expect, it } from "vitest";
import { trialTrace } from "../../../src/reports/otlp/trial-trace.ts";
import type { OtlpSpan } from "../../../src/reports/otlp-span.ts";
import type { TrialResult } from "../../../src/results/result.ts";
import type { TrajectoryStep } from "../../../src/trajectory/trajectory.ts";
import { attributesOf } from "../../../src/traces/reading/otlp-values.ts";
import { calls, check, HEADER, says, trial, turn } from "../results.ts";

const BEGAN = Date.parse(HEADER.started_at);

function traced(made: TrialResult): OtlpSpan[] {
  return trialTrace({
    header: HEADER,
    case: { id: "refund", tags: ["money"] },
    trial: made,
    texts: {},
  });
}

/** A span as an indented line: its name, and from when to when it was in milliseconds. */
function outline(spans: readonly OtlpSpan[], parent?: string, indent = ""): string[] {
  const ms = (nano: string): number => Number(BigInt(nano) / 1_000_000n) - BEGAN;
  return spans
    .filter(({ parentSpanId }) => parentSpanId === parent)
    .flatMap((span) => [
      `${indent}${span.name} ${ms(span.startTimeUnixNano)}–${ms(span.endTimeUnixNano)}`,
      ...outline(spans, span.spanId, `${indent}  `),
    ]);
}

/** The same trial, a tenth of a second for each step. */
function timed(made: TrialResult): TrialResult {
  const steps = made.steps.map((step, index) => ({ ...step, at: index * 100 }));
  return { ...made, steps, duration_ms: steps.length * 100 };
}

function named(spans: readonly OtlpSpan[], name: string): OtlpSpan {
  const span = spans.find((each) => each.name === name);
  if (span === undefined) throw new Error(`There is no span ${name}.`);
  return span;
}

it("has turns in a trial, agents in turns, and what they asked in agents", () => {
  const refund = turn(
    "Refund A7.",
    calls("Triage", "toRefunds", { to: "Refunds" }),
    calls("Refunds", "refund", { with: { order: "A7" }, answer: "Done." }),
    says("Refunds", "I have refunded A7."),
  );
  const spans = traced(timed(trial({ turns: [refund, turn("Bye.", says("Refunds", "Bye."))] })));
  expect(outline(spans)).toEqual([
    "airline refund 0–1100",
    "  turn 1 0–800",
    "    invoke_agent Triage 0–400",
    "      chat gpt-5.4 0–100",
    "      execute_tool toRefunds 200–300",
    "    invoke_agent Refunds 400–800",
    "      chat gpt-5.4 400–500",
    "      execute_tool refund 600–700",
    "      chat gpt-5.4 700–800",
    "  turn 2 900–1000",
    "    invoke_agent Refunds 900–1000",
    "      chat gpt-5.4 900–1000",
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  for (const { traceId, spanId } of spans) {
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(spanId).toMatch(/^[0-9a-f]{16}$/);
  }
});

it("has within a tool what others did while it ran", () => {
  const asked = timed(
    trial({ turns: [turn("What is A7?", calls("Desk", "research", { answer: "Ice." }))] }),
  );
  const own = asked.steps as readonly TrajectoryStep[];
  const inner = {
    ...own[1],
    agent: "Scout",
    at: 250,
    message: { role: "assistant", content: "Ice." },
  };
  const steps = [...own.slice(0, 3), inner as TrajectoryStep, ...own.slice(3)];
  expect(outline(traced({ ...asked, steps })).slice(2)).toEqual([
    "    invoke_agent Desk 0–300",
    "      chat gpt-5.4 0–100",
    "      execute_tool research 200–300",
    "        invoke_agent Scout 200–250",
    "          chat gpt-5.4 200–250",
  ]);
});

it("has checks as events of what they are of, and what failed as an error", () => {
  const turns = [
    turn("Refund A7.", calls("Refunds", "refund", { error: "There is no order A7." })),
  ];
  const checks = [
    check("passed", "tool_calls", 1, "as expected"),
    check("failed", "final_agent", null, "expected Triage"),
  ];
  const spans = traced(trial({ turns, checks }));
  const [root] = spans;
  const values = (holder: unknown) => Object.fromEntries(attributesOf(holder));
  expect(root?.status).toEqual({ code: 2, message: "expected Triage" });
  expect(values(root)).toMatchObject({
    "test.case.result.status": "fail",
    "swarm_eval.verdict": "failed",
    "swarm_eval.tags": ["money"],
  });
  expect(root?.events.map(values)).toEqual([
    {
      "gen_ai.evaluation.name": "final_agent",
      "gen_ai.evaluation.score.label": "failed",
      "gen_ai.evaluation.score.value": 0,
      "gen_ai.evaluation.explanation": "expected Triage",
    },
  ]);
  const [event] = named(spans, "turn 1").events;
  expect(event?.name).toBe("gen_ai.evaluation.result");
  expect(values(event)).toMatchObject({ "gen_ai.evaluation.score.value": 1 });
  expect(named(spans, "execute_tool refund").status).toEqual({
    code: 2,
    message: "There is no order A7.",
  });
});

it("says why a trial broke off", () => {
  const [root] = traced(trial({ error: { kind: "timeout", message: "It took too long." } }));
  expect(root?.status).toEqual({ code: 2, message: "It took too long." });
  expect(attributesOf(root).get("error.type")).toBe("timeout");
});

it("gives a trial the same ids each time, and others other ids", () => {
  const made = trial({ turns: [turn("Hi!", says("Triage", "Hello."))] });
  expect(traced(made)).toEqual(traced(made));
  expect(traced({ ...made, trial: 2 })[0]?.traceId).not.toBe(traced(made)[0]?.traceId);
});
