import timers from "node:timers/promises";
import { pack } from "./content-encoding.ts";
import {
  ABORTED,
  ConnectionError,
  fieldOf,
  UNANSWERED,
  type HeaderFields,
  type IncomingReply,
  type Reply,
} from "./http.ts";

/** Node's own, as long as nothing replaces it: a wait of ours moves no clock of a trial. */
const { setTimeout: wait } = timers;

/** How a reply is played. */
export interface ReplayOptions {
  /** Takes as long as the recording did. */
  readonly realTime: boolean;
  /** The caller's: it may abort the request. */
  readonly signal: AbortSignal | null | undefined;
  /** The signals that something waits for are kept here while it does. */
  readonly awaited: Set<object>;
  /** Resolves when so many bytes of the request's body were sent, or it has ended. */
  readonly sent?: ((bytes: number) => Promise<void>) | undefined;
  /** Called when the reply was read to its end, broke, or is not read any more. */
  readonly ended: () => void;
}

/** Plays a recorded reply. Throws ConnectionError if it broke before the status came, and the signal's reason. */
export async function replayReply(reply: Reply, options: ReplayOptions): Promise<IncomingReply> {
  const { informational, status, statusText, httpVersion, redirectedTo } = reply;
  const { body, trailers, failure } = reply;
  const { realTime, sent = () => Promise.resolve() } = options;
  const untilSent = async (index: number): Promise<void> => {
    const { sent: needed = [] } = reply;
    if (needed.length > 1) await sent(needed[Math.min(index, needed.length - 1)] ?? Infinity);
  };
  const gaps = body.kind === "chunks" ? body.gaps : undefined;
  if (realTime && gaps === undefined && failure?.code !== ABORTED) await pause(reply.ms, options);
  if (status === 0) {
    const error = await replayedError(reply, options);
    options.ended();
    throw error;
  }
  const chunks = bodyChunks(reply);
  return {
    informational,
    status,
    statusText,
    httpVersion,
    headers: realTime ? reply.headers : withoutDelay(reply),
    redirectedTo,
    body: replayedBody(),
    trailers,
  };

  async function* replayedBody(): AsyncGenerator<Uint8Array> {
    try {
      for (const [index, chunk] of chunks.entries()) {
        if (realTime && gaps !== undefined) await pause(gaps[index] ?? 0, options);
        await untilSent(index + 1);
        yield chunk;
      }
      await untilSent(chunks.length + 1);
      if (failure !== undefined) throw await replayedError(reply, options);
    } finally {
      options.ended();
    }
  }
}

/** The bytes of a recorded body, packed as its headers say, in the pieces in which they came. */
function bodyChunks({ headers, body }: Reply): readonly Uint8Array[] {
  const chunks = plainChunks(body);
  const encoding = fieldOf(headers, "content-encoding");
  if (encoding === undefined || chunks.length === 0) return chunks;
  if (body.kind === "base64" && body.isPacked === true) return chunks;
  return [pack(Buffer.concat(chunks), encoding)];
}

function plainChunks(body: Reply["body"]): readonly Uint8Array[] {
  switch (body.kind) {
    case "json": {
      const { indent, end } = body.layout ?? { indent: 0, end: "" };
      return [Buffer.from(JSON.stringify(body.value, null, indent) + end)];
    }
    case "text":
      return body.text === "" ? [] : [Buffer.from(body.text)];
    case "base64":
      return [Buffer.from(body.base64, "base64")];
    case "chunks":
      return body.chunks;
  }
}

/** What the reply fails with. A request that was aborted, or was never answered, waits until it is aborted. */
async function replayedError(
  { failure = { code: "ECONNRESET", message: "The connection was reset" } }: Reply,
  { signal, awaited }: ReplayOptions,
): Promise<unknown> {
  if (failure.code === UNANSWERED && signal == null) await new Promise(() => undefined);
  if ((failure.code !== ABORTED && failure.code !== UNANSWERED) || signal == null)
    return new ConnectionError(failure);
  if (!signal.aborted) {
    awaited.add(signal);
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    awaited.delete(signal);
  }
  return signal.reason;
}

async function pause(ms: number, { signal }: ReplayOptions): Promise<void> {
  try {
    await wait(ms, undefined, signal == null ? {} : { signal });
  } catch {
    throw signal?.reason;
  }
}

/**
 * The wait that a reply asked for was over when the recording was made. A date is one that has passed; openai's SDK
 * heeds a header of its own before all others.
 */
function withoutDelay({ status, headers }: Reply): HeaderFields {
  const waits = fieldOf(headers, "retry-after") !== undefined;
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
  if (!waits && !retryable) return headers;
  const others = Object.entries(headers).map(([name, value]) => {
    if (name.toLowerCase() !== "retry-after") return [name, value];
    return [name, Number.isNaN(Number(value)) ? "Thu, 01 Jan 1970 00:00:00 GMT" : "0"];
  });
  return {
    ...(Object.fromEntries(others) as HeaderFields),
    ...(retryable ? { "retry-after-ms": "1" } : {}),
  };
}
