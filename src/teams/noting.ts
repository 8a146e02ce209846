import { mergeContext } from "../swarm/agent/context-variables.ts";
import type { LoopEvent, Response } from "../swarm/floor.ts";
import type { ContextVariables } from "../trajectory/trajectory.ts";

/** The same events; notes what they change in the context variables. */
export async function* noting(
  changes: ContextVariables,
  events: AsyncGenerator<LoopEvent, Response>,
): AsyncGenerator<LoopEvent, Response> {
  let next = await events.next();
  for (; !next.done; next = await events.next()) {
    if (next.value.type === "context_change") mergeContext(changes, next.value.changes);
    yield next.value;
  }
  return next.value;
}
