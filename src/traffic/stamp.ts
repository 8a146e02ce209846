import diagnostics from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { currentConversation } from "./conversation.ts";
import type { Conversation } from "./conversation.ts";
import { passing } from "./passing.ts";

/** Carries a request's conversation and its place in it from where the request is made to where it is answered; it never leaves the process. */
export const STAMP_HEADER = "x-swarm-eval-conversation";

/** As undici tells of a request. */
interface UndiciRequest {
  readonly upgrade?: unknown;
  addHeader(name: string, value: string): void;
}

/**
 * Stamps every request of `node:http` and undici with its conversation as it is created. Where a pooled connection
 * sends it, the async context may be another conversation's.
 */
export function stampRequests(): void {
  diagnostics.subscribe("http.client.request.created", (message) => {
    const { request } = message as { request: ClientRequest };
    // Headers that were given as a raw list are written already: such a request stays without a stamp, and is refused.
    if (request.headersSent || request.hasHeader("upgrade") || request.hasHeader("expect")) return;
    const stamp = nextStamp();
    if (stamp !== undefined) request.setHeader(STAMP_HEADER, stamp);
  });
  diagnostics.subscribe("undici:request:create", (message) => {
    const { request } = message as { request: UndiciRequest };
    if (request.upgrade) return;
    const stamp = nextStamp();
    if (stamp !== undefined) request.addHeader(STAMP_HEADER, stamp);
  });
}

const numbers = new WeakMap<Conversation, number>();
const conversations = new Map<number, WeakRef<Conversation>>();
const forgotten = new FinalizationRegistry((number: number) => conversations.delete(number));
let count = 0;

function nextStamp(): string | undefined {
  const conversation = currentConversation();
  if (conversation === undefined || passing.getStore() === true) return undefined;
  let number = numbers.get(conversation);
  if (number === undefined) {
    numbers.set(conversation, (number = ++count));
    conversations.set(number, new WeakRef(conversation));
    forgotten.register(conversation, number);
  }
  return `${number}/${conversation.nextPlace()}`;
}

/** Whose request carries this stamp. One that was sent on carries several; the last is its own. */
export function stampOf(
  header: string | null,
): { readonly conversation: Conversation; readonly place: number } | undefined {
  const [number = NaN, place = NaN] = (header?.split(",").at(-1) ?? "").split("/").map(Number);
  const conversation = conversations.get(number)?.deref();
  return conversation === undefined ? undefined : { conversation, place };
}
