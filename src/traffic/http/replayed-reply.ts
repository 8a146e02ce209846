import { setTimeout as wait } from "node:timers/promises";
import { ABORTED, ConnectionError, UNANSWERED } from "./http.ts";
import type { IncomingReply, Reply } from "./http.ts";

/** How fast a reply is played, and by whom it may be given up. */
export interface ReplayOptions {
  /** Takes the time that the recording took. */
  readonly realTime: boolean;
  /** By which whoever made the request may give it up. */
  readonly signal: AbortSignal | null | undefined;
  /** Holds the signals that are waited for. */
  readonly awaited: Set<AbortSignal>;
}

/** Plays a recorded reply. Throws ConnectionError where the connection broke before any status came, and the signal's reason. */
export async function replayedReply(reply: Reply, options: ReplayOptions): Promise<IncomingReply> {
  const { status, redirectedTo, body, failure } = reply;
  const { realTime } = options;
  const gaps = body.kind === "chunks" ? body.gaps : undefined;
  if (realTime && gaps === undefined && failure?.code !== ABORTED) await pause(reply.ms, options);
  if (status === 0) throw await broken(reply, options);
  return { status, headers: withoutWaiting(reply, realTime), redirectedTo, body: replayedBody() };

  async function* replayedBody(): AsyncGenerator<Uint8Array> {
    for (const [index, chunk] of wholeBody(reply).entries()) {
      if (realTime && gaps !== undefined) await pause(gaps[index] ?? 0, options);
      yield chunk;
    }
    if (failure !== undefined) throw await broken(reply, options);
  }
}

/** The bytes of a recorded body, in the pieces in which they came. */
function wholeBody({ body }: Reply): readonly Uint8Array[] {
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

/** How the connection breaks. A request that was given up waits for that to happen again, and one that was unanswered goes on waiting. */
async function broken(
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

/** The wait before asking again was over when the recording was made; openai's SDK obeys this header before all others. */
function withoutWaiting(
  { status, headers }: Reply,
  realTime: boolean,
): Readonly<Record<string, string>> {
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
  return retryable && !realTime ? { ...headers, "retry-after-ms": "1" } : headers;
}
