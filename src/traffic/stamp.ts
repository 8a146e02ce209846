import diagnostics from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { currentConversation } from "./conversation.ts";
import type { Conversation } from "./conversation.ts";
import { passing } from "./passing.ts";

/** Carries a request's conversation from where the request is made to where it is answered; it never leaves the process. */
export const STAMP_HEADER = "x-swarm-eval-conversation";

const stamped = new Map<string, Conversation>();
let count = 0;

/**
 * Stamps every request of `node:http` and undici with its conversation as it is created. Where a pooled connection
 * sends it, the async context may be another conversation's.
 */
export function stampRequests(): void {
  diagnostics.subscribe("http.client.request.created", (message) => {
    const { request } = message as { request: ClientRequest };
    const stamp = nextStamp();
    // Headers that were given as a raw list are sent already: such a request stays without a stamp, and is refused.
    if (stamp !== undefined && !request.headersSent) request.setHeader(STAMP_HEADER, stamp);
  });
  diagnostics.subscribe("undici:request:create", (message) => {
    const { request } = message as { request: { addHeader(name: string, value: string): void } };
    const stamp = nextStamp();
    if (stamp !== undefined) request.addHeader(STAMP_HEADER, stamp);
  });
}

/** The conversation of a stamp, which is used up by this. A request that was sent on carries several; the last is its own. */
export function conversationOf(stamp: string | null): Conversation | undefined {
  const own = stamp?.split(",").at(-1)?.trim() ?? "";
  const conversation = stamped.get(own);
  stamped.delete(own);
  return conversation;
}

function nextStamp(): string | undefined {
  const conversation = currentConversation();
  if (conversation === undefined || passing.getStore() === true) return undefined;
  const stamp = String(++count);
  stamped.set(stamp, conversation);
  return stamp;
}
