// What docs/cases.md says of expectations, by trying everything. It shares no code with what it is held against, and
// takes an expectation as it is written in a case file.
import type { Scope } from "../../../src/checks/scope/scope.ts";
import { canPair, fits, type Json } from "./fits.ts";

type Verdict = "passed" | "failed" | "errored";

interface Call {
  readonly name: string;
  readonly agent: string;
  readonly arguments: unknown;
  /** Undefined if it did not fail. */
  readonly error: string | undefined;
  /** Undefined if it failed. */
  readonly answer: string | undefined;
}

/** The verdict of each key of an expectation. */
export function verdicts(expect: Json, scope: Scope): Record<string, Verdict> {
  const cut = isCutOff(scope);
  return Object.fromEntries(
    Object.entries(expect).map(([key, expected]) => {
      const found = verdict(key, expected, scope);
      const byNothing = found === "passed" && cut && verdict(key, expected, inaction(scope));
      return [key, byNothing === "passed" ? "failed" : found];
    }),
  );
}

/** Whether the last reply of some turn was cut off. */
function isCutOff({ steps }: Scope): boolean {
  return steps.some(
    (step, index) =>
      step.type === "reply" &&
      CUTS.has(step.finishReason ?? "") &&
      !steps.slice(index + 1).some(({ type, turn }) => type === "reply" && turn === step.turn),
  );
}

const CUTS = new Set(["length", "max_tokens", "model_length", "content_filter"]);

/** What there was if agents said and did nothing, at once and for nothing, whatever the user said. */
function inaction(scope: Scope): Scope {
  const { before } = scope;
  const steps = scope.steps.flatMap((step): Scope["steps"][number][] => {
    if (step.type !== "user") return [];
    const { turn } = step;
    const usage = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };
    const message = { role: "assistant", content: "" } as const;
    const reply = { type: "reply", model: "", message, usage, cost: 0 } as const;
    const done = { turn, agent: before.agent, at: 0 };
    return [
      { ...step, ...done },
      { ...reply, ...done, finishReason: "stop" },
    ];
  });
  return { ...scope, steps, after: before };
}

function verdict(key: string, expected: unknown, scope: Scope): Verdict {
  const { before, after } = scope;
  const replies = scope.steps.filter((step) => step.type === "reply");
  switch (key) {
    case "tool_calls":
      return passes(listHolds(longForm(expected, "calls"), callsIn(scope), callFits));
    case "not_called":
      return passes(callsIn(scope).every(({ name }) => !(expected as string[]).includes(name)));
    case "handoffs":
      return passes(handoffsHold(expected, scope));
    case "agent":
    case "final_agent":
      return passes(after.agent === expected);
    case "output": {
      const content = replies.at(-1)?.message.content;
      return passes(replies.length > 0 && outputHolds(expected as Json, String(content ?? "")));
    }
    case "said":
      return passes(
        saidHolds(
          expected as Json,
          replies.map(({ message }) => String(message.content ?? "")),
        ),
      );
    case "context_variables":
      return passes(fits(expected, after.contextVariables, true, before.contextVariables));
    case "state":
      if (after.state === undefined) return "errored";
      return passes(fits(expected, after.state, true, before.state));
    case "max_model_calls":
      return passes(replies.length <= Number(expected));
    case "max_tokens": {
      let sum = 0;
      for (const { usage } of replies)
        sum += (usage?.prompt_tokens ?? NaN) + (usage?.completion_tokens ?? NaN);
      return Number.isNaN(sum) ? "errored" : passes(sum <= Number(expected));
    }
    case "max_cost": {
      if (replies.some(({ cost }) => cost === undefined)) return "errored";
      // Whole cents, so that no sum is rounded.
      const cents = replies.map(({ cost = 0 }) => Math.round(cost * 100));
      return passes(cents.reduce((one, other) => one + other, 0) <= Number(expected) * 100);
    }
    case "max_latency_ms": {
      const times = scope.steps.map(({ at }) => at);
      return passes(Math.max(0, ...times) - Math.min(...times, Infinity) <= Number(expected));
    }
    default:
      throw new Error(`The oracle does not know ${key}.`);
  }
}

function passes(holds: boolean): Verdict {
  return holds ? "passed" : "failed";
}

function callsIn({ steps }: Scope): Call[] {
  return steps.flatMap((step, index) => {
    if (step.type !== "tool_call") return [];
    const next = steps.slice(index + 1).find(({ type }) => type.startsWith("tool_"));
    const { error, content } = next?.type === "tool_result" ? next : {};
    const answer = error === undefined ? content : undefined;
    return [{ name: step.name, agent: step.agent, arguments: step.arguments, error, answer }];
  });
}

function callFits(pattern: unknown, call: Call): boolean {
  if (typeof pattern === "string") return pattern === call.name;
  const { name, agent = call.agent, error, result, ...rest } = pattern as Json;
  return (
    name === call.name &&
    agent === call.agent &&
    (error === undefined || errorFits(error, call.error)) &&
    (result === undefined || resultFits(result, call.answer)) &&
    (!("arguments" in rest) || fits(rest["arguments"], call.arguments, false, undefined))
  );
}

function errorFits(expected: unknown, error: string | undefined): boolean {
  if (typeof expected === "boolean") return expected === (error !== undefined);
  if (error === undefined) return false;
  return typeof expected === "string"
    ? error.includes(expected)
    : fits(expected, error, false, undefined);
}

/** As the value of a JSON text, as any other text, or as the very text. */
function resultFits(expected: unknown, answer: string | undefined): boolean {
  if (answer === undefined) return false;
  if (expected === answer) return true;
  let value: unknown = answer;
  try {
    value = JSON.parse(answer);
  } catch {
    // It is no JSON.
  }
  return fits(expected, value, false, undefined);
}

interface ExpectedList {
  readonly mode: string;
  readonly list: readonly unknown[];
}

function longForm(expected: unknown, key: string): ExpectedList {
  if (Array.isArray(expected)) return { mode: "exact", list: expected };
  const { mode = "exact", [key]: list = [] } = expected as Json;
  return { mode: String(mode), list: list as unknown[] };
}

function listHolds<T>(
  { mode, list }: ExpectedList,
  made: readonly T[],
  fit: (expected: unknown, one: T) => boolean,
): boolean {
  if (mode === "exact")
    return list.length === made.length && made.every((one, index) => fit(list[index], one));
  if (mode === "subset") return canPair(made, list, (one, expected) => fit(expected, one), false);
  return canPair(list, made, fit, mode === "in_order");
}

function handoffsHold(expected: unknown, { steps }: Scope): boolean {
  const made = steps.filter((step) => step.type === "handoff");
  const names = made.map(({ to }) => to);
  const same = (one: unknown, other: string): boolean => one === other;
  if (Array.isArray(expected)) return listHolds(longForm(expected, ""), names, same);
  const { route, never = [], max = Infinity } = expected as Json;
  return (
    (route === undefined || listHolds(longForm(expected, "route"), names, same)) &&
    (never as string[][]).every(
      ([a, b]) => !made.some(({ agent, to }) => agent === a && to === b),
    ) &&
    made.length <= Number(max)
  );
}

function outputHolds(expected: Json, reply: string): boolean {
  return (
    Object.entries(expected).every(([key, part]) => key === "json" || says(key, part, [reply])) &&
    (!("json" in expected) ||
      jsonOf(reply).some((value) => fits(expected["json"], value, true, undefined)))
  );
}

/** Each reply that has words is a text, and all of them are one, with a line for each. */
function saidHolds(expected: Json, replies: readonly string[]): boolean {
  const said = replies.filter((reply) => reply.length > 0);
  return Object.entries(expected).every(([key, part]) =>
    says(key, part, [...said, said.join("\n")]),
  );
}

/** Whether texts meet what a key expects of words: one of them does, or none has what is forbidden. */
function says(key: string, expected: unknown, texts: readonly string[]): boolean {
  const parts = [expected].flat() as string[];
  switch (key) {
    case "contains":
      return parts.every((part) => texts.some((text) => text.includes(part)));
    case "icontains":
      return parts.every((part) =>
        texts.some((text) => text.toLowerCase().includes(part.toLowerCase())),
      );
    case "not_contains":
      return !parts.some((part) => texts.some((text) => text.includes(part)));
    case "regex":
      return texts.some((text) => new RegExp(String(expected)).test(text));
    case "equals":
      return texts.some((text) => text === expected);
    default:
      throw new Error(`The oracle does not know ${key}.`);
  }
}

/** The JSON of a reply, alone or in its only fence of three marks. */
function jsonOf(reply: string): unknown[] {
  for (const text of [reply, reply.split("```")[1]?.replace(/^.*\n/, "") ?? "no JSON"]) {
    try {
      return [JSON.parse(text)];
    } catch {
      continue;
    }
  }
  return [];
}
