import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from "node:http";
import { request as httpsRequest } from "node:https";
import type { Readable } from "node:stream";
import { json } from "node:stream/consumers";
import { constants, createGunzip } from "node:zlib";
import type OpenAI from "openai";
import type * as Undici from "undici";
import type { Conversation, RecordingMode } from "../../src/traffic/conversation.ts";
import { inConversation } from "../../src/traffic/current.ts";
import { guardNetwork } from "../../src/traffic/guard/guard.ts";
import { ApiClient } from "../../src/traffic/api-client.ts";
import { conversationOf } from "./tapes.ts";

// Run as a program: the guard belongs to a whole process, and a test's own process needs its sockets.

/** What a child process is to do. */
export interface ChildTask {
  readonly mode: RecordingMode | "live";
  readonly way: Way;
  readonly tape?: string | undefined;
  readonly asks: readonly Ask[];
  /** How many conversations ask this at once, each with its number in place of `%n`. Default: one. */
  readonly crowd?: number;
  /** Their tapes. */
  readonly tapes?: readonly string[];
}

/** One request: to a URL, or to an API's base URL by its SDK. */
export interface Ask {
  readonly method?: string;
  readonly url: string;
  readonly body?: string;
}

export type Way = keyof typeof ways;

/** What the caller saw of the reply. */
export interface Answer {
  readonly status?: number;
  readonly statusText?: string | undefined;
  readonly type?: string | null | undefined;
  readonly location?: string | null | undefined;
  /** What was read of the body, in the pieces in which it came, as Latin-1. */
  readonly chunks?: readonly string[];
  readonly value?: unknown;
  readonly error?: Failure | undefined;
}

interface Failure {
  readonly message: string;
  readonly code: unknown;
  readonly cause?: Failure | undefined;
}

export interface ChildReport {
  /** Of all conversations, one after the other. */
  readonly answers: readonly Answer[];
  readonly tape: string | undefined;
  readonly tapes: readonly string[];
  readonly ended: readonly string[];
}

type Ways = Readonly<
  Record<string, (ask: Ask, conversation: Conversation | undefined) => Promise<Answer>>
>;

// Each process needs one of them at most, and they take long to load.
const undici = async (): Promise<typeof Undici> => await import("undici");
const openai = async (): Promise<typeof OpenAI> => (await import("openai")).default;

const oneSocket = new HttpAgent({ keepAlive: true, maxSockets: 1 });
/** In turn, because all are to be tried. */
const FORMER = [
  () => import("undici-5"),
  () => import("undici-6"),
  () => import("undici-7"),
] as unknown as (() => Promise<typeof Undici>)[];

function formerUndici(): Promise<typeof Undici> {
  const [load] = FORMER.splice(0, 1) as [(typeof FORMER)[number]];
  FORMER.push(load);
  return load();
}

const pools = new Map<unknown, Undici.Agent>();

function pool({ Agent }: typeof Undici, connections: number | null): Undici.Agent {
  const known = pools.get(Agent) ?? new Agent({ connections });
  pools.set(Agent, known);
  return known;
}

const ways = {
  fetch: ({ method = "GET", url, body }) =>
    responseOf(fetch(url, { method, redirect: "manual", ...sent(body) })),
  "fetch of a Request": ({ method = "GET", url, body }) =>
    responseOf(fetch(new Request(url, { method, redirect: "manual", ...sent(body) }))),
  "node:http": (ask) => nodeAnswer(ask),
  "node:http over one socket": (ask) => nodeAnswer(ask, oneSocket),
  "node:https": (ask) => nodeAnswer(ask),
  "undici.request": (ask) => undiciAnswer(ask, null),
  "undici.request over one connection": (ask) => undiciAnswer(ask, 1),
  "undici.fetch": (ask) => undiciFetched(ask, null),
  "undici.fetch over one connection": (ask) => undiciFetched(ask, 1),
  "undici.fetch before version 8": (ask) => undiciFetched(ask, 2, formerUndici()),
  "openai's SDK": async ({ url, body }) =>
    sdkAnswer(new (await openai())({ apiKey: "none", baseURL: url }), body),
  "openai's SDK over undici": async ({ url, body }) => {
    const { fetch } = await undici();
    const options = { apiKey: "none", baseURL: url, fetch: fetch as typeof globalThis.fetch };
    return sdkAnswer(new (await openai())(options), body);
  },
  ApiClient: ({ url, body }, conversation) =>
    sdkAnswer(
      new ApiClient({ baseUrl: url, headers: () => ({}), conversation }) as unknown as OpenAI,
      body,
    ),
} satisfies Ways;

function sent(body: string | undefined): { body?: string; headers?: Record<string, string> } {
  return body === undefined ? {} : { body, headers: { "content-type": "application/json" } };
}

async function responseOf(asked: Promise<Response>): Promise<Answer> {
  try {
    const { status, statusText, headers, body } = await asked;
    return {
      status,
      statusText,
      type: headers.get("content-type"),
      location: headers.get("location"),
      ...(await readAll(body ?? [])),
    };
  } catch (error) {
    return { error: failureOf(error) };
  }
}

async function nodeAnswer({ method = "GET", url, body }: Ask, agent?: HttpAgent): Promise<Answer> {
  try {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      const { headers = {} } = sent(body);
      const request = url.startsWith("https:")
        ? httpsRequest(url, { method, headers, rejectUnauthorized: false })
        : httpRequest(url, { method, headers, agent });
      request.on("response", resolve).on("error", reject).end(body);
    });
    const { statusCode: status, statusMessage: statusText, headers } = incoming;
    return {
      ...(status === undefined ? {} : { status }),
      statusText,
      type: headers["content-type"] ?? null,
      location: headers.location ?? null,
      ...(await readAll(unpacked(incoming, headers))),
    };
  } catch (error) {
    return { error: failureOf(error) };
  }
}

async function undiciAnswer(
  { method = "GET", url, body }: Ask,
  connections: number | null,
): Promise<Answer> {
  const module = await undici();
  const { request } = module;
  try {
    const dispatcher = pool(module, connections);
    const reply = await request(url, { method, dispatcher, ...sent(body) });
    return {
      status: reply.statusCode,
      type: String(reply.headers["content-type"] ?? null),
      location: String(reply.headers["location"] ?? null),
      ...(await readAll(unpacked(reply.body, reply.headers))),
    };
  } catch (error) {
    return { error: failureOf(error) };
  }
}

/** The body says what to ask the SDK for: a completion, a stream of one, or embeddings. */
async function sdkAnswer(client: OpenAI, body = "chat"): Promise<Answer> {
  const messages = [{ role: "user" as const, content: body }];
  try {
    if (body.startsWith("embeddings"))
      return { value: await client.embeddings.create({ model: "small", input: body }) };
    if (!body.startsWith("stream"))
      return { value: await client.chat.completions.create({ model: "gpt-5.4", messages }) };
    const chunks: unknown[] = [];
    const stream = await client.chat.completions.create({
      model: "gpt-5.4",
      messages,
      stream: true,
    });
    try {
      for await (const chunk of stream) chunks.push(chunk);
      return { value: chunks };
    } catch (error) {
      return { value: chunks, error: failureOf(error) };
    }
  } catch (error) {
    const { status } = error as { status?: number };
    return { ...(status === undefined ? {} : { status }), error: failureOf(error) };
  }
}

async function undiciFetched(
  { method = "GET", url, body }: Ask,
  connections: number | null,
  version = undici(),
): Promise<Answer> {
  const module = await version;
  const { fetch } = module;
  const dispatcher = pool(module, connections);
  const init = { method, redirect: "manual", dispatcher, ...sent(body) } as const;
  return responseOf(fetch(url, init) as unknown as Promise<Response>);
}

/** As a client reads a body of which nobody else has undone the compression. */
function unpacked(body: Readable, headers: IncomingHttpHeaders): Readable {
  return headers["content-encoding"] === "gzip"
    ? body.pipe(createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }))
    : body;
}

async function readAll(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Answer> {
  const chunks: string[] = [];
  try {
    for await (const chunk of body) chunks.push(Buffer.from(chunk).toString("latin1"));
    return { chunks };
  } catch (error) {
    return { chunks, error: failureOf(error) };
  }
}

function failureOf(error: unknown): Failure {
  const { message, code, cause } = error as Error & { code?: unknown };
  return { message, code, ...(cause instanceof Error ? { cause: failureOf(cause) } : {}) };
}

async function run({
  mode,
  way,
  tape,
  asks,
  crowd = 1,
  tapes = [],
}: ChildTask): Promise<ChildReport> {
  if (mode !== "live") guardNetwork({ modeNow: () => mode });
  const conversations = Array.from({ length: crowd }, (_, index) =>
    mode === "live" ? undefined : conversationOf(mode, tapes[index] ?? tape),
  );
  const askAll = async (number: number, conversation?: Conversation): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (const ask of asks) {
      const own = JSON.parse(JSON.stringify(ask).replaceAll("%n", String(number))) as Ask;
      answers.push(await ways[way](own, conversation));
    }
    return answers;
  };
  const answers = await Promise.all(
    conversations.map((recording, index) =>
      recording === undefined
        ? askAll(index)
        : inConversation(recording.conversation, () => askAll(index, recording.conversation)),
    ),
  );
  const recordings = conversations.flatMap((recording) => recording ?? []);
  const written = recordings.map((recording) => recording.text());
  return {
    answers: answers.flat(),
    tape: written[0],
    tapes: written,
    ended: recordings.flatMap(({ misses }) => misses.map(({ message }) => message)),
  };
}

if (process.argv[1] === import.meta.filename) {
  const report = await run((await json(process.stdin)) as ChildTask);
  process.stdout.write(JSON.stringify(report), () => process.exit());
}
