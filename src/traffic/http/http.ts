import { isUtf8 } from "node:buffer";
import { parseIfJson } from "../../json/value.ts";

/** A request as a conversation makes it, whoever is going to answer it. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly body: RequestBody;
}

/** A request's body in the form in which it is compared: JSON as its value, however it was spelled. */
export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "base64"; readonly base64: string };

/** The body of a request, without its multipart boundary: that is a new random text in every request. */
export function requestBody(
  content: string | Uint8Array | undefined,
  contentType: string,
): RequestBody {
  if (content === undefined || content.length === 0) return { kind: "none" };
  const boundary = /multipart\/.*boundary="?([^";]+)/i.exec(contentType)?.[1];
  const comparable = boundary === undefined ? content : withoutBoundary(content, boundary);
  const text = typeof comparable === "string" ? comparable : decodeUtf8(comparable);
  if (text === undefined)
    return { kind: "base64", base64: Buffer.from(comparable as Uint8Array).toString("base64") };
  if (boundary !== undefined) return { kind: "text", text };
  const value = parseIfJson(text);
  return value === undefined ? { kind: "text", text } : { kind: "json", value };
}

/** The parts of a form may hold any bytes: Latin-1 has a character for each. */
function withoutBoundary(content: string | Uint8Array, boundary: string): string | Uint8Array {
  if (typeof content === "string") return content.replaceAll(boundary, "boundary");
  const text = Buffer.from(content).toString("latin1");
  return Buffer.from(text.replaceAll(boundary, "boundary"), "latin1");
}

/** The fields of a reply, their names in lower case. Only `set-cookie` may come several times. */
export type HeaderFields = Readonly<Record<string, string | readonly string[]>>;

/** A whole reply, as it was recorded. */
export interface Reply {
  /** 0 if the connection broke before the status came. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReplyBody;
  /** The URL that answered, if `fetch` followed a redirection. */
  readonly redirectedTo?: string | undefined;
  /** How the connection broke, after what `body` holds; undefined if the reply is whole. */
  readonly failure?: Failure | undefined;
  /** Milliseconds from the request to the end of the reply. */
  readonly ms: number;
  /** Milliseconds on the conversation's clock at the end of the reply. */
  readonly at: number;
}

/** A reply's body in the form in which a tape holds it. */
export type ReplyBody =
  /** `layout` is undefined if the text was `JSON.stringify(value)`. */
  | { readonly kind: "json"; readonly value: unknown; readonly layout?: JsonLayout | undefined }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "base64"; readonly base64: string }
  /** A stream, in the pieces in which it came. */
  | {
      readonly kind: "chunks";
      readonly chunks: readonly Uint8Array[];
      /** Milliseconds before each chunk. */
      readonly gaps?: readonly number[] | undefined;
    };

/** How JSON was laid out: the spaces of its indentation, and the whitespace after it. */
export interface JsonLayout {
  readonly indent: number;
  readonly end: string;
}

/** Why a connection failed: Node's error code, such as `ECONNRESET`, or `ABORTED` or `UNANSWERED`, with its message. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The code of a request that its caller aborted. */
export const ABORTED = "ABORT_ERR";

/** The code of a request that had no answer yet when its trial ended: nothing waited for one. */
export const UNANSWERED = "ERR_UNANSWERED";

/** A reply on its way, from a server or a recording. The body throws a ConnectionError if the connection breaks. */
export interface IncomingReply {
  readonly status: number;
  readonly headers: HeaderFields;
  /** As in `Reply`. */
  readonly redirectedTo?: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The connection failed or broke. `code` is Node's, such as `ECONNRESET`. Without a cause: a replay has none. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code: string;

  constructor({ code, message }: Failure) {
    super(message);
    this.code = code;
  }
}

/** The text of the bytes; undefined if they are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
