import { setTimeout as wait } from "node:timers/promises";
import { ABORTED, ConnectionError, UNANSWERED, type IncomingReply, type Reply } from "./http.ts";

/** How a reply is played. */
export interface ReplayOptions {
  /** Takes as long as the recording did. */
  readonly realTime: boolean;
  /** The caller's: it may abort the request. */
  readonly signal: AbortSignal | null | undefined;
  /** The signals that something waits for are kept here while it does. */
  readonly awaitedSignals: Set<AbortSignal>;
}

/** Plays a recorded reply. Throws ConnectionError if it broke before the status came, and the signal's reason. */
export async function replayReply(reply: Reply, options: ReplayOptions): Promise<IncomingReply> {
  const { status, redirectedTo, body, failure } = reply;
  const { realTime } = options;
  const gaps = body.kind === "chunks" ? body.gaps : undefined;
  if (realTime && gaps === undefined && failure?.code !== ABORTED) await pause(reply.ms, options);
  if (status === 0) throw await replayedError(reply, options);
  return {
    status,
    headers: withoutRetryDelay(reply, realTime),
    redirectedTo,
    body: replayedBody(),
  };

  async function* replayedBody(): AsyncGenerator<Uint8Array> {
    for (const [index, chunk] of bodyChunks(reply).entries()) {
      if (realTime && gaps !== undefined) await pause(gaps[index] ?? 0, options);
      yield chunk;
    }
    if (failure !== undefined) throw await replayedError(reply, options);
  }
}

/** The bytes of a recorded body, in the pieces in which they came. */
function bodyChunks({ body }: Reply): readonly Uint8Array[] {
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
  { signal, awaitedSignals }: ReplayOptions,
): Promise<unknown> {
  if (failure.code === UNANSWERED && signal == null) await new Promise(() => undefined);
  if ((failure.code !== ABORTED && failure.code !== UNANSWERED) || signal == null)
    return new ConnectionError(failure);
  if (!signal.aborted) {
    awaitedSignals.add(signal);
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    awaitedSignals.delete(signal);
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

/** The wait before a retry was over when the recording was made. openai's SDK heeds this header before all others. */
function withoutRetryDelay(
  { status, headers }: Reply,
  realTime: boolean,
): Readonly<Record<string, string>> {
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
  return retryable && !realTime ? { ...headers, "retry-after-ms": "1" } : headers;
}
