import { Socket } from "node:net";
import { basename } from "node:path";
import { isMainThread } from "node:worker_threads";
import { Patches } from "../../patches/patches.ts";
import { ChildConnectionError, refusalReply } from "../http/refusals.ts";
import { tellRefusal, VARIABLE } from "../refused-elsewhere.ts";
import { guardChildren, UNGUARDED } from "./guard-children.ts";
import { OWN_PROXY } from "../proxy/own-proxy.ts";
import { failSocket, guardUdp, targetOf } from "./sockets.ts";

// Loaded before everything else by the processes and threads that a run starts. Nobody knows which trial one of them
// works for, so no tape can answer its requests or keep the answers: everything is refused, recording and replaying. A
// program that plays a case has a proxy of its own, and reaches that.

const script = process.argv[1] === undefined ? "" : ` (${basename(process.argv[1])})`;
const requester = isMainThread ? `a child process${script}` : "a worker thread";

function refuse(target: string): ChildConnectionError {
  tellRefusal(target, requester);
  return new ChildConnectionError(target, requester);
}

const { [OWN_PROXY]: proxy } = process.env;
const { connect } = Socket.prototype;

Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const target = targetOf(args);
  if (target === proxy) return Reflect.apply(connect, this, args) as Socket;
  return failSocket(this, refuse(target), false);
};

const { fetch: original } = globalThis;
globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!/^https?:/i.test(url) || new URL(url).host === proxy) return original(input, init);
  const error = refuse(new URL(url).origin);
  const headers = init?.headers ?? (input instanceof Request ? input.headers : undefined);
  const reply = refusalReply(error, Object.fromEntries(new Headers(headers)));
  if (reply === undefined) throw error;
  const { status, body } = reply;
  return new Response(ReadableStream.from(body), {
    status,
    headers: Object.entries(reply.headers).map(([name, value]) => [name, String(value)]),
  });
};
Object.assign(globalThis.fetch, { [UNGUARDED]: original });

const patches = new Patches();
guardUdp(patches, refuse);
guardChildren(patches, { isGuarded: () => true, refusedTo: () => process.env[VARIABLE] });
