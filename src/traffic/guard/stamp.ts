import diagnostics from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { currentConversation, type Conversation } from "../conversation.ts";
import { bypassGuard, type Connection } from "../http/transport.ts";
import { connectionOf } from "./sockets.ts";

/** Says which conversation made a request, and its place in it. It never leaves the process. */
export const STAMP_HEADER = "x-swarm-eval-conversation";

/** A request as undici announces it. */
interface UndiciRequest {
  readonly upgrade?: unknown;
  addHeader(name: string, value: string): void;
}

/** How a request was made. */
export interface Stamp {
  readonly conversation: Conversation;
  readonly place: number;
  /** How its socket was connected; undefined if not known. */
  connection?: Connection | undefined;
}

/**
 * Stamps every request of `node:http` and undici with its conversation as it is created: when a pooled connection sends
 * it, the async context may be another conversation's.
 */
export function stampRequests(): void {
  diagnostics.subscribe("http.client.request.created", (message) => {
    const { request } = message as { request: ClientRequest };
    // Headers that were given as a raw list are already written: such a request gets no stamp, and is refused.
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

/** The stamps of a conversation, by place. They end with it, because nobody takes those of aborted requests. */
interface Stamped {
  readonly number: number;
  readonly stamps: Map<number, Stamp>;
}

const stamped = new WeakMap<Conversation, Stamped>();
const conversations = new Map<number, WeakRef<Conversation>>();
const ended = new FinalizationRegistry((number: number) => conversations.delete(number));
let count = 0;

function newStamp(): (Stamp & { readonly name: string }) | undefined {
  const conversation = currentConversation();
  if (conversation === undefined || bypassGuard.getStore() === true) return undefined;
  let own = stamped.get(conversation);
  if (own === undefined) {
    stamped.set(conversation, (own = { number: ++count, stamps: new Map() }));
    conversations.set(own.number, new WeakRef(conversation));
    ended.register(conversation, own.number);
  }
  const place = conversation.nextPlace();
  const stamp = { conversation, place, name: `${own.number}/${place}` };
  own.stamps.set(place, stamp);
  return stamp;
}

/** The stamp of that name, which can be taken once. A request that was forwarded has several; the last is its own. */
export function takeStamp(header: string | null): Stamp | undefined {
  const [number = NaN, place = NaN] = (header?.split(",").at(-1) ?? "").split("/").map(Number);
  const conversation = conversations.get(number)?.deref();
  const stamps = conversation && stamped.get(conversation)?.stamps;
  const stamp = stamps?.get(place);
  stamps?.delete(place);
  return stamp;
}
