import type { CaseLine, ExpectationLine } from "../cases/rules/case-line.ts";
import { asJson } from "../json/as-json.ts";
import type { ContextVariables } from "../trajectory/trajectory.ts";
import { changedValues } from "./changed-values.ts";
import type { PlayedTurn } from "./converse.ts";
import { expectedCalls } from "./expected-calls.ts";

/** A session that is to become a case. */
export interface Session {
  readonly id: string;
  /** The starting agent's name; undefined for the entry agent. */
  readonly agent: string | undefined;
  /** At the beginning. */
  readonly contextVariables: ContextVariables;
  readonly modelOverride: string | undefined;
  readonly stream: boolean;
  /** At least one. */
  readonly turns: readonly PlayedTurn[];
}

/**
 * The case that expects what happened: of each turn its calls, handoffs and who was active at its end; of the whole who
 * was active last and which context variables changed. Words are not expected: they differ from one recording to the next.
 */
export function sessionCase(session: Session): CaseLine {
  const { id, agent, modelOverride, stream, turns } = session;
  const before = asJson(session.contextVariables);
  const { response } = turns.at(-1) as PlayedTurn;
  const changed = changedValues(before, asJson(response.contextVariables));
  const head = {
    id,
    ...(agent === undefined ? {} : { agent }),
    ...(Object.keys(before).length === 0 ? {} : { context_variables: before }),
    ...(modelOverride === undefined ? {} : { model_override: modelOverride }),
    ...(stream ? { stream: true } : {}),
  };
  const whole: ExpectationLine = {
    final_agent: response.agent.name,
    ...(Object.keys(changed).length === 0 ? {} : { context_variables: changed }),
  };
  const written = turns.map((turn, index) => {
    const last = index === turns.length - 1;
    return { user: turn.user, expect: { ...ofTurn(turn), ...(last ? {} : activeAfter(turn)) } };
  });
  const [only] = written;
  return only !== undefined && written.length === 1
    ? { ...head, user: only.user, expect: { ...only.expect, ...whole } }
    : { ...head, turns: written, expect: whole };
}

function ofTurn({ steps }: PlayedTurn): ExpectationLine {
  const route = steps.flatMap((step) => (step.type === "handoff" ? [step.to] : []));
  return { tool_calls: expectedCalls(steps), ...(route.length === 0 ? {} : { handoffs: route }) };
}

function activeAfter({ response }: PlayedTurn): ExpectationLine {
  return { agent: response.agent.name };
}
