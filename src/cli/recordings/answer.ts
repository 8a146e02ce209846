import { DeltaMerger } from "../../swarm/completion/merge-deltas.ts";
import { chatCompletion } from "../../swarm/completion/read-response.ts";
import { ResponseChunks } from "../../swarm/completion/response-chunks.ts";
import { readReply, UnusableReplyError } from "../../swarm/completion/reply.ts";
import { field, parseIfJson, textField } from "../../json/value.ts";
import type { Reply } from "../../traffic/http/http.ts";
import { plural } from "../../text/count.ts";

/** The message of a recorded reply, streamed or not, as far as it came; undefined if it is none. */
export function answeredMessage({ status, body }: Reply): object | undefined {
  if (status !== 200) return undefined;
  try {
    if (body.kind === "json") return readReply(completionOf(body.value), () => "").message;
    if (body.kind !== "chunks") return undefined;
    const merger = new DeltaMerger();
    const chunks = new ResponseChunks("");
    for (const event of eventsOf(body.chunks))
      for (const chunk of isOfResponse(event) ? chunks.add(event) : [event]) merger.add(chunk);
    return merger.finish(() => "").message;
  } catch (error) {
    if (error instanceof UnusableReplyError) return undefined;
    throw error;
  }
}

function completionOf(answer: unknown): unknown {
  return field(answer, "object") === "response" ? chatCompletion(answer, "") : answer;
}

function isOfResponse(event: unknown): boolean {
  return textField(event, "type")?.startsWith("response.") === true;
}

function eventsOf(chunks: readonly Uint8Array[]): unknown[] {
  return Buffer.concat(chunks)
    .toString()
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => parseIfJson(line.slice("data:".length)))
    .filter((event) => event !== undefined);
}

/** What came of a request: `200 (123 bytes)`, `429 (31 bytes): Slow down`, `no answer: read ECONNRESET`. */
export function outcome(reply: Reply): string {
  const { status, failure } = reply;
  if (status === 0) return `no answer: ${failure?.message ?? "the connection broke"}`;
  const said = errorMessage(reply);
  const broke = failure === undefined ? "" : `, and then the connection broke: ${failure.message}`;
  return `${status} (${plural(bytesOf(reply), "byte")})${said === undefined ? "" : `: ${said}`}${broke}`;
}

function errorMessage({ body }: Reply): string | undefined {
  if (body.kind !== "json") return undefined;
  const error = field(body.value, "error");
  return textField(error, "message") ?? (typeof error === "string" ? error : undefined);
}

function bytesOf({ body }: Reply): number {
  switch (body.kind) {
    case "json": {
      const { indent, end } = body.layout ?? { indent: 0, end: "" };
      return Buffer.byteLength(JSON.stringify(body.value, null, indent) + end);
    }
    case "text":
      return Buffer.byteLength(body.text);
    case "base64":
      return Buffer.byteLength(body.base64, "base64");
    case "chunks":
      return body.chunks.reduce((sum, { length }) => sum + length, 0);
  }
}
