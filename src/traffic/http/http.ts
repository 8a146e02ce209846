import { isUtf8 } from "node:buffer";
import { parseExactly } from "../../json/value.ts";
import { unpack } from "./content-encoding.ts";

/** A request as a conversation makes it, whoever is going to answer it. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly body: RequestBody;
  /** The headers by which the API chooses its answer, their names in lower case. */
  readonly chosenBy?: Readonly<Record<string, string>>;
}

/** A request's body in the form in which it is compared: JSON as its value, however it was spelled. */
export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  /** `isCut` if that is how it begins, and the rest never came, because the reply had begun. */
  | { readonly kind: "text"; readonly text: string; readonly isCut?: boolean }
  | { readonly kind: "base64"; readonly base64: string };

/**
 * The body of a request as its receiver reads it: unpacked, and without its multipart boundary, which is a new random
 * text in every request.
 */
export function requestBody(
  sent: Uint8Array,
  contentType: string,
  contentEncoding: string,
): RequestBody {
  if (sent.length === 0) return { kind: "none" };
  const content = contentEncoding === "" ? sent : (unpack(sent, contentEncoding) ?? sent);
  const boundary =
    /multipart\/.*boundary="?([^";]+)/i.exec(contentType)?.[1] ?? boundaryIn(content);
  const comparable = boundary === undefined ? content : withoutBoundary(content, boundary);
  const text = decodeUtf8(comparable);
  if (text === undefined)
    return { kind: "base64", base64: Buffer.from(comparable).toString("base64") };
  if (boundary !== undefined) return { kind: "text", text };
  const value = parseExactly(text);
  return value === undefined ? { kind: "text", text } : { kind: "json", value };
}

/** The boundary of a form whose type is not known yet: undici writes it with the form. */
function boundaryIn(content: Uint8Array): string | undefined {
  const beginning = Buffer.from(content.subarray(0, 200)).toString("latin1");
  return /^--(\S{1,70})\r\ncontent-disposition: form-data/i.exec(beginning)?.[1];
}

/** The parts of a form may hold any bytes: Latin-1 has a character for each. */
function withoutBoundary(content: Uint8Array, boundary: string): Uint8Array {
  const text = Buffer.from(content).toString("latin1");
  return Buffer.from(text.replaceAll(boundary, "boundary"), "latin1");
}

/** The fields of a reply. Those that come several times are lists. */
export type HeaderFields = Readonly<Record<string, string | readonly string[]>>;

/** The value of a field, however its name is spelled; several are joined. Undefined if there is none. */
export function fieldOf(headers: HeaderFields, name: string): string | undefined {
  const value = headers[name] ?? headers[spelledIn(headers, name) ?? ""];
  return value === undefined ? undefined : String(value);
}

function spelledIn(headers: HeaderFields, name: string): string | undefined {
  return Object.keys(headers).find((key) => key.toLowerCase() === name);
}

/** What a server says before its reply, such as early hints. */
export interface Information {
  readonly status: number;
  readonly headers: HeaderFields;
}

/** The beginning of a reply. */
interface ReplyHead {
  readonly informational?: readonly Information[] | undefined;
  /** 0 if the connection broke before the status came. */
  readonly status: number;
  /** Undefined if it is the usual one. */
  readonly statusText?: string | undefined;
  /** Undefined if it is 1.1 or later, and the reply says where its body ends. */
  readonly httpVersion?: string | undefined;
  /** Their names as the server spelled them. */
  readonly headers: HeaderFields;
  /** The URL that answered, if `fetch` followed a redirection. Tapes of version 1 have it. */
  readonly redirectedTo?: string | undefined;
}

/** A whole reply, as it was recorded. */
export interface Reply extends ReplyHead {
  readonly body: ReplyBody;
  /** What came after the body. */
  readonly trailers?: HeaderFields | undefined;
  /** How the connection broke, after what `body` holds; undefined if the reply is whole. */
  readonly failure?: Failure | undefined;
  /** Milliseconds from the request to the end of the reply. */
  readonly ms: number;
  /** Milliseconds on the conversation's clock at the end of the reply. */
  readonly at: number;
  /** The same at its beginning, when its caller could act on it; undefined if that is its end. */
  readonly begunAt?: number | undefined;
  /**
   * If it began before the body of its request had ended: how many bytes of that had been sent before its beginning,
   * before each of its pieces, and before its end; null for the whole. From the last one on, it stayed the same.
   */
  readonly sent?: readonly (number | null)[] | undefined;
}

/** A reply's body in the form in which a tape holds it. */
export type ReplyBody =
  /** `layout` is undefined if the text was `JSON.stringify(value)`. */
  | { readonly kind: "json"; readonly value: unknown; readonly layout?: JsonLayout | undefined }
  | { readonly kind: "text"; readonly text: string }
  /** Bytes. `isPacked` if they are still in the reply's content encoding, because that could not be undone. */
  | { readonly kind: "base64"; readonly base64: string; readonly isPacked?: boolean | undefined }
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
  /** Undefined for an error that a client has made up. */
  readonly code?: string | undefined;
  readonly message: string;
  /** The name of the error, if it has one of its own: `SocketError`. */
  readonly name?: string | undefined;
}

/** The code of a request that its caller aborted. */
export const ABORTED = "ABORT_ERR";

/** The code of a request that had no answer yet when its trial ended: nothing waited for one. */
export const UNANSWERED = "ERR_UNANSWERED";

/** A reply on its way, from a server or a recording. The body throws a ConnectionError if the connection breaks. */
export interface IncomingReply extends ReplyHead {
  readonly body: AsyncIterable<Uint8Array>;
  readonly trailers?: HeaderFields | undefined;
}

/** The connection failed or broke. `code` is Node's, such as `ECONNRESET`. Without a cause: a replay has none. */
export class ConnectionError extends Error {
  override readonly name: string;
  readonly code: string | undefined;

  constructor({ code, message, name = "Error" }: Failure) {
    super(message);
    this.name = name;
    this.code = code;
  }
}

/** The text of the bytes; undefined if they are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
