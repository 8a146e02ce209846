import { Socket } from "node:net";
import { basename } from "node:path";
import { isMainThread } from "node:worker_threads";
import { ChildConnectionError, refusalReply } from "../http/refusals.ts";
import { fetchResponse } from "../http/fetch-response.ts";
import { guardChildren } from "./guard-children.ts";
import { fail, targetOf } from "./sockets.ts";
import { guardUdp } from "./udp.ts";

// Loaded before everything else by the processes and threads that a run starts. Nobody can tell which trial one of
// them works for, so no tape can answer it, nor keep what it is answered: recording and replaying, it gets nowhere.

const script = process.argv[1] === undefined ? "" : ` (${basename(process.argv[1])})`;
const asker = isMainThread ? `a child process${script}` : "a worker thread";

function refusal(target: string): ChildConnectionError {
  return new ChildConnectionError(target, asker);
}

Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  return fail(this, refusal(targetOf(args)), false);
};

const { fetch: original } = globalThis;
globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!/^https?:/i.test(url)) return original(input, init);
  const error = refusal(new URL(url).origin);
  const headers = init?.headers ?? (input instanceof Request ? input.headers : undefined);
  const answer = refusalReply(error, new Headers(headers));
  if (answer === undefined) throw error;
  return fetchResponse(url, answer, undefined);
};

guardUdp(refusal);
guardChildren();
