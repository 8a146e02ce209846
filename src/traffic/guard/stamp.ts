import diagnostics from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { connectionOf } from "../http/connections.ts";
import type { Connection } from "../http/connections.ts";
import { currentConversation } from "../conversation.ts";
import type { Conversation } from "../conversation.ts";
import { passing } from "../http/bypass-guard.ts";

/** Carries a request's conversation and its place in it from where the request is made to where it is answered; it never leaves the process. */
export const STAMP_HEADER = "x-swarm-eval-conversation";

/** As undici tells of a request. */
interface UndiciRequest {
  readonly upgrade?: unknown;
  addHeader(name: string, value: string): void;
}

/** What the answer to a request must know of how it was made. */
export interface Stamp {
  readonly conversation: Conversation;
  readonly place: number;
  /** How its socket was connected; undefined where that was not told. */
  connection?: Connection | undefined;
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
    const stamp = newStamp();
    if (stamp === undefined) return;
    request.setHeader(STAMP_HEADER, stamp.name);
    request.once("socket", (socket) => {
      stamp.connection = connectionOf(socket);
    });
  });
  const undiciStamps = new WeakMap<object, Stamp>();
  diagnostics.subscribe("undici:request:create", (message) => {
    const { request } = message as { request: UndiciRequest };
    const stamp = request.upgrade ? undefined : newStamp();
    if (stamp === undefined) return;
    request.addHeader(STAMP_HEADER, stamp.name);
    undiciStamps.set(request, stamp);
  });
  diagnostics.subscribe("undici:client:sendHeaders", (message) => {
    const { request, socket } = message as { request: object; socket: object };
    const stamp = undiciStamps.get(request);
    if (stamp !== undefined) stamp.connection = connectionOf(socket);
  });
}

/** Those of a conversation live as long as it does: a request that is given up is never answered, and its stamp never asked for. */
const stamps = new WeakMap<Conversation, Map<number, Stamp>>();
const numbers = new WeakMap<Conversation, number>();
const conversations = new Map<number, WeakRef<Conversation>>();
const forgotten = new FinalizationRegistry((number: number) => conversations.delete(number));
let count = 0;

function newStamp(): (Stamp & { readonly name: string }) | undefined {
  const conversation = currentConversation();
  if (conversation === undefined || passing.getStore() === true) return undefined;
  let number = numbers.get(conversation);
  if (number === undefined) {
    numbers.set(conversation, (number = ++count));
    conversations.set(number, new WeakRef(conversation));
    forgotten.register(conversation, number);
    stamps.set(conversation, new Map());
  }
  const place = conversation.nextPlace();
  const stamp = { conversation, place, name: `${number}/${place}` };
  stamps.get(conversation)?.set(place, stamp);
  return stamp;
}

/** The stamp of that name, which is used up by this. A request that was sent on carries several; the last is its own. */
export function stampOf(header: string | null): Stamp | undefined {
  const [number = NaN, place = NaN] = (header?.split(",").at(-1) ?? "").split("/").map(Number);
  const conversation = conversations.get(number)?.deref();
  if (conversation === undefined) return undefined;
  const own = stamps.get(conversation);
  const stamp = own?.get(place);
  own?.delete(place);
  return stamp;
}
