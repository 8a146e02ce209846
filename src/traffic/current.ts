import { AsyncLocalStorage } from "node:async_hooks";
import { inLane } from "../lanes/lane.ts";
import type { Conversation } from "./conversation.ts";
import { RefusedConnectionError } from "./http/refusals.ts";
import { refusedTargets } from "./refuser.ts";

const current = new AsyncLocalStorage<Conversation>();

/** Runs what a trial does: its requests belong to this conversation, however deep they are made. */
export async function inConversation<T>(
  conversation: Conversation,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await current.run(conversation, () => inLane(conversation.lane, run));
  } finally {
    for (const request of conversation.open) request.close();
    // Nobody is left to be woken up.
    conversation.awaited.clear();
  }
}

/** The conversation of the caller. To be read when a request is made: pools may send it in another context. */
export function currentConversation(): Conversation | undefined {
  return current.getStore();
}

/** Refuses a connection, which ends the trial that opens it, if any. */
export function refuseConnection(target: string): RefusedConnectionError {
  refusedTargets.add(target);
  return currentConversation()?.refuse(target) ?? new RefusedConnectionError(target, undefined);
}
