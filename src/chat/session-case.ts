import { isDeepStrictEqual } from "node:util";
import { isMatcher } from "../cases/matchers.ts";
import { expectedCall, literal } from "../cases/importing/expected-calls.ts";
import type { CaseLine, ExpectationLine } from "../cases/rules/case-line.ts";
import { asJson } from "../json/as-json.ts";
import { isRecord, valueOf } from "../json/value.ts";
import { callsOf } from "../trajectory/calls.ts";
import type { ContextVariables } from "../trajectory/trajectory.ts";
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
    tool_calls: callsOf(steps).map(expectedCall),
    ...(route.length === 0 ? {} : { handoffs: route }),
    ...(end === undefined
      ? {}
      : { speakers: speechesOf(steps).map(({ agent }) => agent), ended: end.reason }),
  };
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
