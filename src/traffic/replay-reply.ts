import { setTimeout as wait } from "node:timers/promises";
import { ConnectionError } from "./http.ts";
import type { IncomingReply, Reply } from "./http.ts";

/** Plays a recorded reply: at once, or with the time that it took. Throws ConnectionError where the connection broke before any status came. */
export async function replayedReply(reply: Reply, realTime: boolean): Promise<IncomingReply> {
  const { status, body, failure } = reply;
  const gaps = body.kind === "chunks" ? body.gaps : undefined;
  if (realTime && gaps === undefined) await wait(reply.ms);
  if (status === 0) throw new ConnectionError(failure ?? "ECONNRESET");
  return { status, headers: withoutWaiting(reply, realTime), body: replayedBody() };

  async function* replayedBody(): AsyncGenerator<Uint8Array> {
    for (const [index, chunk] of wholeBody(reply).entries()) {
      if (realTime && gaps !== undefined) await wait(gaps[index] ?? 0);
      yield chunk;
    }
    if (failure !== undefined) throw new ConnectionError(failure);
  }
}

/** The bytes of a recorded body, in the pieces in which they came. */
function wholeBody({ body }: Reply): readonly Uint8Array[] {
  switch (body.kind) {
    case "json":
      return [Buffer.from(JSON.stringify(body.value))];
    case "text":
      return body.text === "" ? [] : [Buffer.from(body.text)];
    case "base64":
      return [Buffer.from(body.base64, "base64")];
    case "chunks":
      return body.chunks;
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
