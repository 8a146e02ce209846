import { parseIfJson } from "../../json/value.ts";
import { TOO_LARGE } from "./body-limit.ts";
import { ConnectionError, decodeUtf8, type HeaderFields, type IncomingReply } from "./http.ts";

/**
 * What a model's API answered, as openai's SDK gives it: an object, or the chunks of a stream where one was asked for,
 * behind which is what `streamEnd` makes. Throws the SDK's errors for an answer that is one.
 */
export async function apiAnswer(reply: IncomingReply, streams: boolean): Promise<unknown> {
  return streams && isStream(reply) ? completionStream(reply) : completion(reply);
}

/** What stands behind the last chunk of a stream: whether `[DONE]` came. */
export function streamEnd(done: boolean): object {
  return { object: "stream.end", done };
}

/** Some providers answer in one piece though a stream was asked for, and most do so with an error. */
function isStream({ status, headers }: IncomingReply): boolean {
  return status < 300 && !/\bjson\b/i.test(String(headers["content-type"]));
}

async function completion({ status, headers, body }: IncomingReply): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const text = decodeUtf8(Buffer.concat(chunks)) ?? "";
  if (status >= 300) {
    const value = parseIfJson(text);
    const { APIError } = await import("openai/core/error");
    const { location } = headers;
    if (status < 400) {
      const message = `The API's address leads elsewhere${location === undefined ? "" : `, to ${String(location)}`}`;
      throw APIError.generate(status, { message }, message, fetchHeaders(headers));
    }
    throw APIError.generate(status, value as object | undefined, text, fetchHeaders(headers));
  }
  try {
    // The loop says so if it is nested too deeply.
    return JSON.parse(text) ?? text;
  } catch {
    // Text that is not JSON is returned as it came: the loop says that it is not a completion.
    return text;
  }
}

async function completionStream(reply: IncomingReply): Promise<AsyncIterable<unknown>> {
  const { Stream } = await import("openai/core/streaming");
  let done = false;
  const body = watchedForDone(reply.body, () => (done = true));
  // The SDK's decoder needs only these two of a Response.
  const response = {
    headers: fetchHeaders(reply.headers),
    body: connectionErrors(body),
  } as unknown as globalThis.Response;
  // The signal ends the body, with its reason. If the stream had it, the stream would end as if it were complete.
  const chunks = Stream.fromSSEResponse<unknown>(response, new AbortController());
  return (async function* () {
    yield* chunks;
    yield streamEnd(done);
  })();
}

/** The body, watched for the line that the SDK's decoder ends at, and keeps to itself. */
async function* watchedForDone(
  body: AsyncIterable<Uint8Array>,
  onDone: () => void,
): AsyncGenerator<Uint8Array> {
  let line = "";
  for await (const chunk of body) {
    const lines = (line + Buffer.from(chunk).toString("latin1")).split(/[\r\n]/);
    if (lines.some((each) => /^data: ?\[DONE\]$/.test(each))) onDone();
    line = lines.at(-1) ?? "";
    yield chunk;
  }
}

function fetchHeaders(fields: HeaderFields): Headers {
  return new Headers(Object.entries(fields).map(([name, value]) => [name, String(value)]));
}

async function* connectionErrors(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw await asApiError(error);
  }
}

/** What openai's SDK would throw. The SDK is loaded only here: a replay without errors does not need it. */
export async function asApiError(error: unknown): Promise<unknown> {
  // To ask again would not make a reply smaller.
  if (!(error instanceof ConnectionError) || error.code === TOO_LARGE) return error;
  const { APIConnectionError } = await import("openai/core/error");
  return new APIConnectionError({
    message: `The connection failed: ${error.message}`,
    cause: error,
  });
}
