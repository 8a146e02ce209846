import { isUtf8 } from "node:buffer";

/** A request as a conversation makes it, before anything is known of who will answer it. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly body: RequestBody;
}

/** A request's body in the form in which it is compared: JSON as its value, whatever its spelling. */
export type RequestBody =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "base64"; readonly base64: string };

/** The fields of a reply, their names in lower case. Only `set-cookie` comes several times. */
export type HeaderFields = Readonly<Record<string, string | readonly string[]>>;

/** A whole reply, as it was recorded. */
export interface Reply {
  /** 0 where the connection broke before any status came. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReplyBody;
  /** The URL that answered, where `fetch` was led on to another than was asked for. */
  readonly redirectedTo?: string | undefined;
  /** How the connection broke, after what `body` holds; undefined where the reply is whole. */
  readonly failure?: Failure | undefined;
  /** Milliseconds from the request to the end of the reply. */
  readonly ms: number;
  /** Milliseconds on the conversation's clock at the end of the reply. */
  readonly at: number;
}

/** A reply's body in the form in which a tape holds it. */
export type ReplyBody =
  /** `layout` is there where the text was anything but `JSON.stringify(value)`. */
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

/** How JSON was laid out: the spaces of its indentation, and what stood behind it. */
export interface JsonLayout {
  readonly indent: number;
  readonly end: string;
}

/** Why a connection failed: Node's error code, such as `ECONNRESET`, or `ABORTED`, or `UNANSWERED`, and the words that came with it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** The code of a request that whoever made it gave up. */
export const ABORTED = "ABORT_ERR";

/** The code of a request that had no answer yet when its trial ended: nothing waited for one. */
export const UNANSWERED = "ERR_UNANSWERED";

/** A reply on its way: what a real server is answering, or a recording plays. The body throws a ConnectionError where the connection breaks. */
export interface IncomingReply {
  readonly status: number;
  readonly headers: HeaderFields;
  /** As that of a `Reply`. */
  readonly redirectedTo?: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The connection failed or broke. `code` is Node's, such as `ECONNRESET`. It has no cause: a replay has none to give. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly code: string;

  constructor({ code, message }: Failure) {
    super(message);
    this.code = code;
  }
}

/** The text of the bytes; undefined where they are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
