import { isRecord, parseIfJson } from "../json/value.ts";
import type { Conversation } from "./conversation.ts";
import { exchange } from "./exchange.ts";
import { apiAnswer, asApiError, streamEnd } from "./http/api-answer.ts";
import { MAX_BODY } from "./http/body-limit.ts";
import { decodeUtf8, fieldOf, type IncomingReply, type Reply } from "./http/http.ts";
import { send } from "./http/transport.ts";
import type { Waits } from "./http/waits.ts";

/** A server of the API, and how it is asked. */
export interface ApiServer extends Waits {
  /** How many bytes of a reply are read, unpacked; 64 MB by default. */
  readonly maxBody?: number | undefined;
  /** `https://api.openai.com/v1`, say. */
  readonly baseUrl: string;
  /** Parameters of every URL. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Sent with every request, `authorization` among them. Called only when a request goes to the network; may throw. */
  readonly headers: () => Readonly<Record<string, string>>;
}

interface ApiClientOptions extends ApiServer {
  /** Records and replays; undefined sends everything to the network. */
  readonly conversation: Conversation | undefined;
}

interface CreateOptions {
  readonly signal?: AbortSignal;
}

/**
 * A client of a model's API over a conversation's tape or the network, with the shape and the errors of openai's SDK.
 * It exists because each call of the SDK costs more: here a replayed reply is not serialized and parsed again, and
 * nothing is retried. Unlike the SDK's, its streams have a last chunk that tells whether `[DONE]` came.
 */
export class ApiClient {
  readonly #options: ApiClientOptions;
  readonly #base: string;
  readonly #search: string;
  readonly chat = {
    completions: {
      create: (body: object, options?: CreateOptions) =>
        this.#create("/chat/completions", body, options),
    },
  };
  readonly responses = {
    create: (body: object, options?: CreateOptions) => this.#create("/responses", body, options),
  };

  constructor(options: ApiClientOptions) {
    this.#options = options;
    const { baseUrl, query = {} } = options;
    this.#base = baseUrl.replace(/\/+$/, "");
    this.#search = Object.keys(query).length === 0 ? "" : `?${new URLSearchParams(query)}`;
  }

  async #create(path: string, body: object, { signal }: CreateOptions = {}): Promise<unknown> {
    const { conversation } = this.#options;
    const streams = (body as { stream?: unknown }).stream === true;
    signal?.throwIfAborted();
    const url = `${this.#base}${path}${this.#search}`;
    const decision = conversation?.decide({
      method: "POST",
      url,
      body: { kind: "json", value: body },
    });
    if (decision?.type === "replay" && conversation?.realTime === false) {
      const { reply, begun, ended } = decision;
      const whole = streams ? plainEvents(reply) : isPlain(reply) ? reply.body.value : undefined;
      if (whole !== undefined) {
        if (conversation.isBranch) await conversation.turnOf(reply);
        const read = (): void => {
          begun();
          ended();
        };
        if (streams) return yieldEach(whole as object[], signal, read);
        read();
        return whole;
      }
    }
    const sendRequest = (): Promise<IncomingReply> => {
      const { connectTimeoutMs, timeoutMs, maxBody = MAX_BODY } = this.#options;
      const headers = this.#options.headers();
      const waits = { connectTimeoutMs, timeoutMs };
      const sent = { method: "POST", url, headers, body: JSON.stringify(body) };
      return send({ ...sent, maxBody, signal, ...waits });
    };
    try {
      const reply =
        conversation === undefined || decision === undefined
          ? await sendRequest()
          : await exchange(conversation, decision, sendRequest, signal);
      return await apiAnswer(reply, streams);
    } catch (error) {
      throw await asApiError(error);
    }
  }
}

function isPlain(reply: Reply): reply is Reply & { body: { kind: "json" } } {
  return reply.status === 200 && reply.failure === undefined && reply.body.kind === "json";
}

async function* yieldEach(
  events: readonly object[],
  signal: AbortSignal | undefined,
  read: () => void,
): AsyncGenerator<object> {
  try {
    for (const event of events) {
      signal?.throwIfAborted();
      yield event;
    }
  } finally {
    read();
  }
}

/**
 * The events of a recorded stream and its end, if it is plain: whole, without an error, one JSON object an event.
 * Undefined if it needs a real decoder of server-sent events, which costs ten times as much.
 */
function plainEvents({ status, headers, failure, body }: Reply): object[] | undefined {
  if (status !== 200 || failure !== undefined || body.kind !== "chunks") return undefined;
  if (fieldOf(headers, "content-type")?.startsWith("text/event-stream") !== true) return undefined;
  const text = decodeUtf8(Buffer.concat(body.chunks));
  if (text?.endsWith("\n\n") !== true) return undefined;
  const events: object[] = [];
  for (const event of text.slice(0, -2).split("\n\n")) {
    // Nobody reads what comes after it.
    if (event === "data: [DONE]") return [...events, streamEnd(true)];
    const [, data] = PLAIN_EVENT.exec(event) ?? [];
    const value = data === undefined ? undefined : parseIfJson(data);
    if (!isRecord(value) || value["error"] != null) return undefined;
    events.push(value);
  }
  return [...events, streamEnd(false)];
}

/** Named or not: the name of a response's event stands in its data too. */
const PLAIN_EVENT = /^(?:event: response\.[\w.]+\n)?data: (\{.*\})$/;
