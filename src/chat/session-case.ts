import { isDeepStrictEqual } from "node:util";
import { isMatcher } from "../cases/matchers.ts";
import type { CallListLine, CaseLine, ExpectationLine } from "../cases/rules/case-line.ts";
import { asJson } from "../json/as-json.ts";
import { isRecord, parseIfJson, valueOf } from "../json/value.ts";
import { callsOf } from "../trajectory/calls.ts";
import type { ContextVariables, Trajectory } from "../trajectory/trajectory.ts";
import { speechesOf } from "../trajectory/words.ts";
import type { PlayedTurn } from "./converse.ts";

/** A session that is to become a case. */
export interface Session {
  readonly id: string;
  /** The starting agent's name; undefined for the entry agent. */
  readonly agent: string | undefined;
  /** At the beginning. */
  readonly contextVariables: ContextVariables;
  /** What the factory was given; undefined for nothing. */
  readonly world?: unknown;
  readonly modelOverride: string | undefined;
  readonly stream: boolean;
  /** At least one. */
  readonly turns: readonly PlayedTurn[];
}

/**
 * The case that expects what happened: in each turn its calls, its handoffs and the agent at its end, of a team who spoke
 * and why it ended; in all the last agent and the context variables that changed. Words are not expected: they differ from one recording to the next.
 */
export function sessionCase(session: Session): CaseLine {
  const { id, agent, world, modelOverride, stream, turns } = session;
  const before = asJson(session.contextVariables, "context_variables");
  const { response } = turns.at(-1) as PlayedTurn;
  const human = turns.flatMap((turn) => turn.human);
  const changed = changedValues(before, asJson(response.contextVariables, "context_variables"));
  const cut = turns.flatMap(({ steps }) => steps).find((step) => step.type === "turn_limit");
  const head = {
    id,
    ...(agent === undefined ? {} : { agent }),
    ...(Object.keys(before).length === 0 ? {} : { context_variables: before }),
    ...(world === undefined ? {} : { world }),
    ...(modelOverride === undefined ? {} : { model_override: modelOverride }),
    ...(stream ? { stream: true } : {}),
    ...(human.length === 0 ? {} : { human }),
    ...(cut === undefined ? {} : { max_turns: cut.max_turns }),
  };
  const whole: ExpectationLine = {
    final_agent: response.agent.name,
    ...(Object.keys(changed).length === 0 ? {} : { context_variables: changed }),
  };
  const [only] = turns;
  if (only !== undefined && turns.length === 1)
    return { ...head, user: only.user, expect: { ...turnExpectation(only), ...whole } };
  const written = turns.map((turn, index) => {
    const after = index === turns.length - 1 ? {} : { agent: turn.response.agent.name };
    return { user: turn.user, expect: { ...turnExpectation(turn), ...after } };
  });
  return { ...head, turns: written, expect: whole };
}

function turnExpectation({ steps }: PlayedTurn): ExpectationLine {
  const route = steps.flatMap((step) => (step.type === "handoff" ? [step.to] : []));
  const end = steps.findLast((step) => step.type === "ended");
  return {
    tool_calls: expectedCalls(steps),
    ...(route.length === 0 ? {} : { handoffs: route }),
    ...(end === undefined
      ? {}
      : { speakers: speechesOf(steps).map(({ agent }) => agent), ended: end.reason }),
  };
}

/** Calls as a person would write them: a handoff without arguments by its name alone, for the route says the rest. */
function expectedCalls(steps: Trajectory): CallListLine {
  return callsOf(steps).map(({ name, agent, error, to, arguments: args }) => {
    const bare = JSON.stringify(args) === "{}";
    if (bare && to !== undefined) return name;
    return {
      name,
      ...(bare ? {} : { arguments: expectedArguments(args) }),
      agent,
      ...(error === undefined ? {} : { error: true }),
    };
  });
}

/** A custom tool may be given the text of an object, which a case would not take for a text that is meant. */
function expectedArguments(args: unknown): unknown {
  const looksParsed = typeof args === "string" && isRecord(parseIfJson(args));
  return looksParsed ? { $one_of: [args] } : literal(args);
}

type Values = Readonly<Record<string, unknown>>;

/** What a case expects of JSON values that changed: those that are new, different or gone. */
export function changedValues(before: Values, after: Values): Record<string, unknown> {
  const changed: (readonly [key: string, expected: unknown])[] = [];
  for (const [key, to] of Object.entries(after)) {
    const from = valueOf(before, key);
    // A name like a matcher's cannot be expected.
    if (key.startsWith("$") || isDeepStrictEqual(from, to)) continue;
    const isInside = isRecord(from) && isRecord(to) && !isMatcher(to);
    changed.push([key, isInside ? changedValues(from, to) : literal(to)]);
  }
  for (const key of Object.keys(before))
    if (!key.startsWith("$") && !Object.hasOwn(after, key)) changed.push([key, { $absent: true }]);
  return Object.fromEntries(changed);
}

/** A value as a case spells it; `$any` for an object like a matcher or a number with too many digits. */
function literal(value: unknown): unknown {
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) return { $any: true };
  if (Array.isArray(value)) return value.map(literal);
  if (!isRecord(value)) return value;
  if (isMatcher(value)) return { $any: true };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, literal(inner)]));
}
