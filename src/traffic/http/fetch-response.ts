import { ConnectionError, type IncomingReply } from "./http.ts";

/** The statuses that a Response must have no body for. */
const BODILESS = new Set([101, 204, 205, 304]);

/** A reply as `fetch` returns it. `live` is the response that it was read from, if any: it has all the headers. */
export function fetchResponse(
  url: string,
  { status, headers, redirectedTo, body }: IncomingReply,
  live: Response | undefined,
): Response {
  const { STATUS_CODES } = process.getBuiltinModule("node:http");
  const stream = BODILESS.has(status) ? drain(body) : ReadableStream.from(withFetchErrors(body));
  const response = new Response(stream, {
    status,
    statusText: live?.statusText ?? STATUS_CODES[status] ?? "",
    headers: live?.headers ?? Object.entries(headers).map(([name, value]) => [name, String(value)]),
  });
  return Object.defineProperties(response, {
    url: { value: redirectedTo ?? new URL(url).href.replace(/#.*/, "") },
    redirected: { value: redirectedTo !== undefined },
  });
}

/** Reads a body that should not exist, so that the reply counts as read. */
function drain(body: AsyncIterable<Uint8Array>): null {
  void (async () => {
    for await (const _ of body);
  })().catch(() => undefined);
  return null;
}

/** Breaks off as `fetch` does. Chunks are copied, because the reader may change them. */
async function* withFetchErrors(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield Uint8Array.from(chunk);
  } catch (error) {
    if (error instanceof ConnectionError) throw new TypeError("terminated", { cause: error });
    throw error;
  }
}
