import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import type { Reply } from "../../swarm/completion/reply.ts";
import type { Conversation } from "../../traffic/conversation.ts";
import { RefusalError } from "../../traffic/http/refusals.ts";
import type { IncomingReply } from "../../traffic/http/http.ts";
import { forward, type Upstream } from "../../traffic/proxy/forward.ts";
import {
  startProxy,
  type ProxiedRequest,
  type ProxyServer,
} from "../../traffic/proxy/proxy-server.ts";
import { describeError, UsageError } from "../errors.ts";
import type { Server } from "../server.ts";
import type { Variant } from "../variant.ts";
import { modelAnswer, type RawAnswer } from "./model-answer.ts";
import { modelRequest, type ModelRequest } from "./model-request.ts";

/** What a program asks its model, told as it happens. */
export interface ModelListener {
  /** Called before a request is answered; it waits. */
  asked(request: ModelRequest): Promise<void>;
  /** Called with the reply, or why there was none, when the program has it. */
  answered(request: ModelRequest, reply: Reply | undefined, failure: string | undefined): void;
}

/** How the requests of a program are answered. */
export interface ModelProxyOptions {
  readonly server: Server;
  /** What models are asked for in place of what the program says. */
  readonly variant: Variant;
  /** Undefined if nothing is recorded. */
  readonly conversation: Conversation | undefined;
  /** Counts what is asked. */
  readonly metered: (client: ChatClient) => ChatClient;
  /** Ends the trial. */
  readonly abort: (reason: Error) => void;
}

/** A program's own way to its model. */
export interface ModelProxy {
  /** To be used as OPENAI_BASE_URL. */
  readonly baseUrl: string;
  /** Resolves when nothing is being answered. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy for one trial, which tells what is asked of a model, and answers all else without a word. */
export async function startModelProxy(
  options: ModelProxyOptions,
  listener: ModelListener,
): Promise<ModelProxy> {
  const { server, conversation, abort } = options;
  const { origin, pathname } = new URL(server.baseUrl);
  const upstream = upstreamOf(origin, server);
  const underWay = new Set<Promise<void>>();
  let calls = 0;
  const pass = (request: ProxiedRequest): Promise<IncomingReply> =>
    endedBy(abort, () => forward(request, upstream, conversation));
  const proxy: ProxyServer = await startProxy(async (made) => {
    const request = await endedBy(abort, () =>
      withQuery(overridden(made, options.variant), server),
    );
    const asked = modelRequest(request);
    if (asked === undefined) return pass(request);
    await listener.asked(asked);
    const { head, whole } = answering(request, asked);
    underWay.add(whole);
    void whole.finally(() => underWay.delete(whole));
    return head;
  });
  return {
    baseUrl: proxy.origin + pathname.replace(/\/+$/, ""),
    async settled() {
      await Promise.all(underWay);
    },
    close: proxy.close,
  };

  /** `head` is what the program gets, `whole` resolves when it was told what that is. */
  function answering(request: ProxiedRequest, asked: ModelRequest) {
    const { promise: head, resolve, reject } = Promise.withResolvers<IncomingReply>();
    const create = async (): Promise<unknown> => {
      const reply = await pass(request);
      const raw = await new Promise<RawAnswer>((read) => {
        resolve({ ...reply, body: copied(reply, read) });
        request.signal.addEventListener("abort", () => read({ ...reply, pieces: [] }));
      });
      const nextId = (): string => `call_${++calls}`;
      const answer = await modelAnswer(asked, raw, nextId);
      listener.answered(asked, answer, undefined);
      return { usage: answer.usage, model: answer.answeredBy };
    };
    const client = { chat: { completions: { create } } };
    const { signal } = request;
    const whole = Promise.resolve(
      options.metered(client).chat.completions.create(asked.body as never, { signal }),
    ).then(
      () => undefined,
      (error: unknown) => {
        reject(error);
        if (!(error instanceof RefusalError))
          listener.answered(asked, undefined, describeError(error as Error));
      },
    );
    return { head, whole };
  }
}

/** Does it. What the user must put right ends the trial, whatever the program makes of it. */
async function endedBy<T>(abort: (reason: Error) => void, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof UsageError) abort(error);
    throw error;
  }
}

/** The body, whose pieces `read` gets at its end. */
async function* copied(
  { status, headers, body }: IncomingReply,
  read: (answer: RawAnswer) => void,
): AsyncGenerator<Uint8Array> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of body) {
      pieces.push(piece);
      yield piece;
    }
  } finally {
    read({ status, headers, pieces });
  }
}

/** The server, which gets its own key and headers, and those of the program beside them. */
function upstreamOf(
  origin: string,
  { connectTimeoutMs, timeoutMs, maxBody, headers }: Server,
): Upstream {
  return {
    origin,
    connectTimeoutMs,
    timeoutMs,
    maxBody,
    headers({ authorization: _placeholder, ...given }) {
      const { accept: _accept, "content-type": _type, "user-agent": _agent, ...own } = headers();
      return { ...given, ...own };
    },
  };
}

function withQuery(request: ProxiedRequest, { query = {} }: Server): ProxiedRequest {
  const added = String(new URLSearchParams(query));
  if (added === "") return request;
  const { path } = request;
  return { ...request, path: `${path}${path.includes("?") ? "&" : "?"}${added}` };
}

/** The request with what the run asks every model for. Throws UsageError for an API that is not the program's. */
function overridden(
  made: ProxiedRequest,
  { model, request: parameters, api }: Variant,
): ProxiedRequest {
  const asked = modelRequest(made);
  if (asked === undefined) return made;
  if (api !== undefined && api !== asked.api)
    throw new UsageError(
      `The program asks by ${asked.api}, and the run by ${api}: leave that out.`,
    );
  if (model === undefined && parameters === undefined) return made;
  const value = { ...asked.body, ...parameters, ...(model === undefined ? {} : { model }) };
  return { ...made, body: { kind: "json", value }, bytes: Buffer.from(JSON.stringify(value)) };
}
