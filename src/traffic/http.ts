/** A request as a conversation makes it, before anything is known of who will answer it. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly body: RequestBody;
}

/** A request's body in the form in which it is compared: JSON as its value, whatever its spelling. */
export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "base64"; readonly base64: string };

/** A whole reply, as it was recorded. */
export interface Reply {
  /** 0 where the connection broke before any status came. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReplyBody;
  /** How the connection broke, as Node's error code (`ECONNRESET`), after what `body` holds; undefined where the reply is whole. */
  readonly failure?: string | undefined;
  /** Milliseconds from the request to the end of the reply. */
  readonly ms: number;
}

export type ReplyBody =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "base64"; readonly base64: string }
  /** A stream, in the pieces in which it came. */
  | {
      readonly kind: "chunks";
      readonly chunks: readonly Uint8Array[];
      readonly gaps?: readonly number[] | undefined;
    };

/** A reply on its way: what a real server is answering, or a recording plays. The body throws a ConnectionError where the connection breaks. */
export interface IncomingReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The connection failed or broke. `code` is Node's, such as `ECONNRESET`. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`The connection failed: ${code}`, options);
    this.code = code;
  }
}

/** The body of a request in the form in which it is compared. */
export function requestBody(
  content: string | Uint8Array | undefined,
  contentType: string,
): RequestBody {
  if (content === undefined || content.length === 0) return { kind: "none" };
  const text = typeof content === "string" ? content : decodeUtf8(content);
  if (text === undefined)
    return { kind: "base64", base64: Buffer.from(content as Uint8Array).toString("base64") };
  const boundary = /multipart\/.*boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary !== undefined) return { kind: "text", text: text.replaceAll(boundary, "boundary") };
  try {
    return { kind: "json", value: JSON.parse(text) };
  } catch {
    return { kind: "text", text };
  }
}

/** The text of the bytes; undefined where they are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
