import { AsyncLocalStorage } from "node:async_hooks";
import type * as Http from "node:http";
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { syncBuiltinESMExports } from "node:module";
import type { Socket } from "node:net";
import { urlToHttpOptions } from "node:url";
import type { Patches } from "../../patches/patches.ts";
import { currentConversation, refuseConnection } from "../current.ts";
import type { RecordingMode } from "../conversation.ts";
import { fieldOf } from "../http/http.ts";
import { OutsideRequestError } from "../http/refusals.ts";
import { bypassGuard } from "../http/transport.ts";
import { beforeLoadOf } from "./builtins.ts";
import { TapSocket } from "./tap-socket.ts";
import { headersOf, TapedRequest } from "./taped-request.ts";

/** The part of an agent that a request uses. */
interface Connects {
  addRequest(request: ClientRequest, options: RequestOptions, ...more: unknown[]): void;
}

type Connect = (request: ClientRequest) => void;

/**
 * Answers and records the requests of `node:http` and `node:https` where they ask an agent for a connection: what goes
 * out does so by that agent. `letsThrough` names the hosts that are not recorded.
 */
export function tapeClientRequests(
  patches: Patches,
  modeNow: () => RecordingMode | undefined,
  letsThrough: (host: string) => boolean,
): void {
  const intercept = (request: ClientRequest, options: RequestOptions, connect: Connect): void => {
    const mode = modeNow();
    if (mode === undefined) return connect(request);
    const bypass = bypassGuard.getStore();
    // An agent makes a tunnel for a request that was seen before. All else is made by what its reply has led to.
    if (bypass === "own" || (bypass === "agent" && request.method === "CONNECT"))
      return connect(request);
    const url = urlOf(request, options);
    if (letsThrough(new URL(url).host)) return connectOutside(request, connect);
    if (request.method === "CONNECT") return tunnel(request, url, mode, connect);
    const conversation = currentConversation();
    if (fieldOf(headersOf(request), "upgrade") !== undefined)
      return fail(request, refuseConnection(new URL(url).host));
    if (conversation === undefined)
      return fail(request, new OutsideRequestError(request.method, url));
    const taped = new TapedRequest(conversation, request, url);
    tapes.set(request, taped);
    taped.begin((stand) => connectOutside(stand, connect));
  };
  beforeLoadOf(patches, "http", () => {
    const http = process.getBuiltinModule("node:http");
    tapeModule(patches, http, intercept);
    tapeConstructor(patches, http, intercept);
    tapeAgents(patches, http.Agent.prototype as unknown as Connects, intercept);
    syncBuiltinESMExports();
  });
  beforeLoadOf(patches, "https", () => {
    tapeModule(patches, process.getBuiltinModule("node:https"), intercept);
    syncBuiltinESMExports();
  });
  observeReplies(patches);
}

type Intercept = (request: ClientRequest, options: RequestOptions, connect: Connect) => void;
type RequestArguments = [unknown, unknown?, unknown?];
type MakesRequests = Pick<typeof Http, "request" | "get" | "globalAgent">;

const seen = new WeakSet<ClientRequest>();
const tapes = new WeakMap<ClientRequest, TapedRequest>();

function tapeModule(patches: Patches, module: MakesRequests, intercept: Intercept): void {
  const original = module.request as (...args: unknown[]) => ClientRequest;
  const request = (...args: RequestArguments): ClientRequest =>
    bypassGuard.getStore() === "own"
      ? original(...args)
      : make(
          args,
          () => module.globalAgent,
          intercept,
          (...given) => original(...given),
        );
  const get = (...args: RequestArguments): ClientRequest => request(...args).end();
  patches.set(module, "request", request);
  patches.set(module, "get", get);
}

function tapeConstructor(patches: Patches, http: typeof Http, intercept: Intercept): void {
  const { ClientRequest } = http;
  const Taped: typeof ClientRequest = new Proxy(ClientRequest, {
    construct: (target, args: RequestArguments, newTarget: NewableFunction) =>
      make(
        args,
        () => http.globalAgent,
        intercept,
        (...given) => Reflect.construct(target, given, newTarget === Taped ? target : newTarget),
      ),
  });
  patches.set(http, "ClientRequest", Taped);
}

/** Requests that were made by functions of `node:http` which somebody had kept from before. */
function tapeAgents(patches: Patches, agents: Connects, intercept: Intercept): void {
  const { addRequest } = agents;
  const taped: Connects["addRequest"] = function (this: Connects, request, options, ...more) {
    const connect: Connect = (stand) =>
      Reflect.apply(addRequest, this, [stand, options, ...more]) as undefined;
    if (seen.has(request)) connect(request);
    else intercept(request, options, connect);
  };
  patches.set(agents, "addRequest", taped);
}

/** Makes a request whose agent, or own way to connect, is asked only when it is to go out. */
function make(
  args: RequestArguments,
  globalAgent: () => Agent,
  intercept: Intercept,
  original: (...args: unknown[]) => ClientRequest,
): ClientRequest {
  const { options, callback } = normalised(args);
  const { createConnection } = options;
  const defaultAgent = (options as { _defaultAgent?: Agent })._defaultAgent ?? globalAgent();
  const isAlone = options.agent == null && typeof createConnection === "function";
  let agent = options.agent ?? defaultAgent;
  if (agent === false) agent = new (defaultAgent.constructor as new () => Agent)();
  const connects = agent as unknown as Connects;
  if (!isAlone && typeof connects.addRequest !== "function") return original(options, callback);
  const addRequest: Connects["addRequest"] = (request, given, ...more) => {
    // What an agent itself asks for on the way, such as a tunnel, is not what the client sees.
    Object.assign(request, { agent: isAlone ? undefined : agent });
    intercept(request, given, (stand) => {
      if (isAlone) connectAlone(stand, given);
      else connects.addRequest(stand, given, ...more);
    });
  };
  const tapped = isAlone
    ? { addRequest }
    : (Object.create(connects, { addRequest: { value: addRequest } }) as Connects);
  return original({ ...options, agent: tapped as unknown as Agent }, callback);
}

/** The arguments of `request` as Node reads them. */
function normalised([input, second, third]: RequestArguments): {
  readonly options: RequestOptions;
  readonly callback: unknown;
} {
  if (typeof input !== "string" && !isUrl(input))
    return { options: { ...(input as RequestOptions) }, callback: second };
  const fromUrl = urlToHttpOptions(typeof input === "string" ? new URL(input) : input);
  if (typeof second === "function") return { options: { ...fromUrl }, callback: second };
  return { options: { ...fromUrl, ...(second as RequestOptions) }, callback: third };
}

/** As Node tells a URL, whoever has made its class, from options. */
function isUrl(input: unknown): input is URL {
  const { href, protocol, auth, path } = (input ?? {}) as Partial<URL> & RequestOptions;
  return Boolean(href && protocol) && auth === undefined && path === undefined;
}

/** As Node connects a request that has no agent. */
function connectAlone(request: ClientRequest, options: RequestOptions): void {
  const { socketPath, createConnection } = options;
  const target = { ...options, path: socketPath } as RequestOptions;
  let isDone = false;
  const done = (error: Error | null, socket?: unknown): void => {
    if (isDone) return;
    isDone = true;
    (request as unknown as TakesSocket).onSocket(socket as Socket, error ?? undefined);
  };
  try {
    const socket = createConnection?.(target as never, done as never);
    if (socket) done(null, socket);
  } catch (error) {
    done(error as Error);
  }
}

interface TakesSocket {
  onSocket(socket: Socket | null, error?: Error): void;
}

/** Lets a request out. Whatever its agent connects belongs to it; what its reply leads to does not. */
function connectOutside(request: ClientRequest, connect: Connect): void {
  seen.add(request);
  const takes = request as unknown as TakesSocket;
  const { onSocket } = takes;
  const inItsContext = AsyncLocalStorage.snapshot();
  takes.onSocket = (...args) =>
    inItsContext(() => Reflect.apply(onSocket, request, args) as undefined);
  // Some agents tell by the stack that `node:https` asks them, and the frames of the guard lie between.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit += FRAMES;
  try {
    bypassGuard.run("agent", () => connect(request));
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const FRAMES = 20;

function fail(request: ClientRequest, error: Error): void {
  (request as unknown as TakesSocket).onSocket(null, error);
}

/** Only requests in a tunnel have recordings: they are seen where they ask for its socket. */
function tunnel(request: ClientRequest, url: string, mode: RecordingMode, connect: Connect): void {
  if (mode !== "replay") return connectOutside(request, connect);
  const tap = new TapSocket(url, 0);
  tap.tunnel();
  (request as unknown as TakesSocket).onSocket(tap);
}

/** The URL that a request asks for, whatever proxy is asked to get it. */
function urlOf(request: ClientRequest, options: RequestOptions): string {
  if (/^https?:\/\//i.test(request.path)) return request.path;
  const { port, defaultPort } = options;
  const host = options.host ?? "localhost";
  const address = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  const authority = port === undefined || port === defaultPort ? address : `${address}:${port}`;
  // A tunnel names another server's address in place of a path.
  const path = request.path.startsWith("/") ? request.path : "/";
  const named = fieldOf(headersOf(request), "host");
  const url = `${request.protocol}//${named ?? authority}${path}`;
  return URL.canParse(url) ? url : `${request.protocol}//${authority}${path}`;
}

function observeReplies(patches: Patches): void {
  patches.listen("http.client.response.finish", (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    tapes.get(request)?.replied(response);
  });
  patches.listen("http.client.request.error", (message) => {
    const { request, error } = message as { request: ClientRequest; error: Error };
    tapes.get(request)?.broke(error);
  });
}
