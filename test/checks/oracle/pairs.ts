import { readCase } from "../../../src/cases/reading/read-case.ts";
import type { Expectation } from "../../../src/cases/expectation.ts";
import type { Scope } from "../../../src/checks/scope/scope.ts";
import {
  calls,
  endedBy,
  handsOff,
  played,
  replies,
  says,
  turnOf,
  type Event,
} from "../../support/played.ts";
import type { Random } from "../../support/random.ts";
import type { Json } from "./fits.ts";
import { matcher, near, object, part, TEXTS, value } from "./near.ts";

const AGENTS = ["Triage", "Sales", "Refunds"];
const TOOLS = ["refund", "refund", "search"];
const ERRORS = ["no such order A7", "no money", "Error: b"];
const ANSWERS = ["", "done", "7", '"a"', "null", "[1, 2]"];
const MODES = ["exact", "in_order", "any_order", "subset"];

/** What happened, and what was expected of it, as written in a case and as read. */
export interface Pair {
  readonly scope: Scope;
  readonly written: Json;
  readonly expectation: Expectation;
}

/** A random conversation with an expectation that is allowed, and that is mostly near to what happened. */
export function randomPair(random: Random): Pair {
  const scope = randomScope(random);
  for (;;) {
    const written = expectationOf(random, scope);
    const expect = JSON.stringify(written);
    const line =
      scope.turn === null
        ? `{"id":"a","turns":[{"user":"Hi"}],"expect":${expect}}`
        : `{"id":"a","turns":[{"user":"Hi","expect":${expect}}]}`;
    const read = readCase(line);
    const expectation = scope.turn === null ? read?.expect : read?.turns[0]?.expect;
    if (expectation !== undefined) return { scope, written, expectation };
  }
}

function randomScope(random: Random): Scope {
  const isTurn = random.chance(0.5);
  const event = () =>
    random.pick([
      () => calls(random.pick(TOOLS), argumentsOf(random), outcome(random)),
      () => calls(random.pick(TOOLS), argumentsOf(random), outcome(random)),
      () => handsOff(random.pick(AGENTS)),
      () => reply(random),
      () => (isTurn ? reply(random) : says("Go on.")),
    ])();
  const before = object(random, 2);
  const after = random.chance(0.3) ? before : { ...before, ...object(random, 2) };
  const scope = played([says("Hi"), ...random.list(5, event), reply(random)], {
    contextVariables: [before, after],
    state: random.chance(0.1) ? [undefined, undefined] : [after, before],
    costs: random.list(8, () => (random.chance(0.02) ? undefined : random.below(4) / 100)),
  });
  return isTurn ? turnOf(scope) : scope;
}

/** Some are cut off. A filter leaves some text, or there is no reply. */
function reply(random: Random): Event {
  const content = replyOf(random);
  const event = replies(content);
  if (random.chance(0.8)) return event;
  const cuts = ["length", "max_tokens", ...(content ? ["content_filter"] : [])];
  return endedBy(random.pick(cuts), event);
}

function outcome(random: Random): { readonly error?: string; readonly answer?: string } {
  if (random.chance(0.4)) return { error: random.pick(ERRORS) };
  return { answer: random.chance(0.5) ? random.pick(ANSWERS) : JSON.stringify(object(random, 1)) };
}

function argumentsOf(random: Random): unknown {
  return random.chance(0.1) ? "no JSON" : object(random, 1);
}

function replyOf(random: Random): string | null {
  const json = JSON.stringify(value(random, 2));
  return random.pick([null, random.pick(TEXTS), json, `So:\n\`\`\`json\n${json}\n\`\`\`\nBye.`]);
}

function expectationOf(random: Random, scope: Scope): Json {
  const { steps, after } = scope;
  const texts = steps.flatMap((step) =>
    step.type === "reply" ? [String(step.message.content ?? "")] : [],
  );
  const all: Json = {
    tool_calls: callsOf(random, scope),
    not_called: [random.pick([...TOOLS, "transferToSales", "book"])],
    handoffs: handoffsOf(random, scope),
    [scope.turn === null ? "final_agent" : "agent"]: random.pick([...AGENTS, after.agent]),
    output: outputOf(random, texts.at(-1) ?? ""),
    said: saidOf(random, texts),
    context_variables: part(random, after.contextVariables, "values"),
    state: part(random, after.state ?? {}, "values"),
    max_model_calls: random.below(4),
    max_tokens: random.below(4) * 15,
    max_cost: random.below(8) / 100,
    max_latency_ms: random.below(12) * 100,
  };
  return Object.fromEntries(Object.entries(all).filter(() => random.chance(0.4)));
}

function callsOf(random: Random, { steps }: Scope): unknown {
  const made = steps.filter((step) => step.type === "tool_call");
  const answers = steps.filter((step) => step.type === "tool_result");
  const patterns = made
    .map((call, index) => ({ ...call, error: answers[index]?.error, at: index }))
    .filter(() => random.chance(0.9))
    .map(({ name, agent, arguments: args, error, at }) =>
      random.chance(0.3)
        ? name
        : {
            name: random.chance(0.95) ? name : random.pick(TOOLS),
            ...(random.chance(0.5) ? { arguments: near(random, args, "arguments") } : {}),
            ...(random.chance(0.2) ? { agent: random.chance(0.8) ? agent : "Sales" } : {}),
            ...(random.chance(error === undefined ? 0.1 : 0.7)
              ? { error: errorOf(random, error) }
              : random.chance(0.3)
                ? { result: resultOf(random, answers[at]?.content ?? "") }
                : {}),
          },
    );
  const more = random.list(1, () => random.pick(TOOLS));
  return listOf(random, [...patterns, ...more], "calls");
}

function resultOf(random: Random, answer: string): unknown {
  if (random.chance(0.2)) return answer;
  try {
    return near(random, JSON.parse(answer), "arguments");
  } catch {
    return near(random, answer, "arguments");
  }
}

function errorOf(random: Random, error = random.pick(ERRORS)): unknown {
  if (random.chance(0.3)) return random.chance(0.5);
  const text = random.chance(0.8) ? error : random.pick(ERRORS);
  return random.chance(0.5) ? text.slice(random.below(4)) : matcher(random, text, "arguments");
}

function handoffsOf(random: Random, { steps }: Scope): unknown {
  const made = steps.filter((step) => step.type === "handoff");
  const route = made.map(({ to }) => (random.chance(0.9) ? to : random.pick(AGENTS)));
  const list = listOf(random, route, "route");
  if (Array.isArray(list) && random.chance(0.5)) return list;
  return {
    ...(Array.isArray(list) ? { route: list } : (list as Json)),
    ...(random.chance(0.5) ? { never: [[random.pick(AGENTS), random.pick(AGENTS)]] } : {}),
    ...(random.chance(0.5) ? { max: random.below(4) } : {}),
  };
}

function listOf(random: Random, list: readonly unknown[], key: string): unknown {
  if (random.chance(0.3)) return list;
  return { mode: random.pick(MODES), [key]: random.chance(0.5) ? list : list.toReversed() };
}

function outputOf(random: Random, reply: string): Json {
  const text = (): string => random.pick([...TEXTS.slice(1), reply.slice(0, 3) || "a"]);
  const all: Json = {
    contains: text(),
    icontains: [text().toUpperCase()],
    not_contains: [text(), "b"],
    regex: "[ab]",
    equals: random.chance(0.8) ? reply : text(),
    json: near(random, jsonIn(reply), "reply"),
  };
  return Object.fromEntries(Object.entries(all).filter(() => random.chance(0.3)));
}

/** What some reply says, or what stands across two of them. */
function saidOf(random: Random, texts: readonly string[]): Json {
  const near = (): string => random.pick([...TEXTS.slice(1), ...texts.filter(Boolean)]);
  const all: Json = {
    contains: random.chance(0.8) ? near().slice(-4) : [near(), near()],
    icontains: near().toUpperCase(),
    not_contains: random.chance(0.5) ? "b" : [near(), "é"],
    regex: random.pick(["[ab]", "^Ab c$", "b\n", "^$"]),
    equals: random.chance(0.7) ? near() : texts.filter(Boolean).join("\n"),
  };
  return Object.fromEntries(Object.entries(all).filter(() => random.chance(0.3)));
}

function jsonIn(reply: string): unknown {
  try {
    return JSON.parse(reply.replace(/^So:\n```json\n|\n```\nBye\.$/g, ""));
  } catch {
    return {};
  }
}
