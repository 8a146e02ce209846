import { parseIfJson } from "../../json/value.ts";
import { BodySize, TOO_LARGE } from "./body-limit.ts";
import { unpack } from "./content-encoding.ts";
import {
  ABORTED,
  decodeUtf8,
  fieldOf,
  UNANSWERED,
  type Failure,
  type HeaderFields,
  type IncomingReply,
  type Information,
  type Reply,
  type ReplyBody,
} from "./http.ts";

/** How a reply is recorded. */
export interface RecorderOptions {
  /** Milliseconds on the conversation's clock. */
  readonly now: () => number;
  /** The same, for the end of a reply: no two replies end at once. */
  readonly arrival: () => number;
  readonly keepGaps: boolean;
  /** How many bytes its body may have, unpacked. */
  readonly maxBody: number;
  /** The body of the request, which may still be on its way. */
  readonly upload?: { readonly bytes: number; readonly isOpen: boolean };
}

const NOTHING: ReplyBody = { kind: "text", text: "" };

/** A reply as far as its caller has got it: nobody needs to read one to its end, or at all. */
export class ReplyRecorder {
  readonly #now: () => number;
  readonly #arrival: () => number;
  readonly #keepGaps: boolean;
  readonly #maxBody: number;
  #upload: RecorderOptions["upload"];
  readonly #since: number;
  readonly #chunks: Uint8Array[] = [];
  readonly #gaps: number[] = [];
  readonly #informational: Information[] = [];
  #head: Pick<Reply, "status" | "statusText" | "headers" | "httpVersion"> | undefined;
  #trailers: HeaderFields | undefined;
  #failure: Failure | undefined = { code: UNANSWERED, message: "The trial ended first" };
  #latest: number;
  #begin: number | undefined;
  #end: number;
  #size: BodySize | undefined;
  #sent: (number | null)[] | undefined;

  constructor({ now, arrival, keepGaps, maxBody, upload }: RecorderOptions) {
    this.#now = now;
    this.#arrival = arrival;
    this.#keepGaps = keepGaps;
    this.#maxBody = maxBody;
    this.#upload = upload;
    this.#since = this.#latest = this.#end = now();
  }

  /** The kept headers; `statusText` is left out if it is the usual one. */
  start(
    status: number,
    statusText: string | undefined,
    headers: HeaderFields,
    httpVersion?: string,
  ): void {
    const { STATUS_CODES } = process.getBuiltinModule("node:http");
    const isUsual = statusText === undefined || statusText === STATUS_CODES[status];
    this.#size = new BodySize(this.#maxBody, headers);
    this.#head = {
      status,
      statusText: isUsual ? undefined : statusText,
      httpVersion,
      headers,
    };
    this.#failure = undefined;
    this.#end = this.#now();
  }

  /** The caller can act on it from now on. Returns when that was, as `end` does. */
  begin(): number {
    this.#beginEarly();
    return (this.#begin = this.#end = this.#arrival());
  }

  informed(information: Information): void {
    this.#informational.push(information);
  }

  chunk(bytes: Uint8Array): void {
    const now = this.#now();
    this.#chunks.push(bytes);
    this.#size?.add(bytes);
    this.#gaps.push(Math.round(now - this.#latest));
    this.#noteSent();
    this.#end = this.#latest = now;
  }

  /** Whether the body is larger than it may be, as far as it is there, or whole. */
  isTooLarge(isWhole = false): boolean {
    return this.#size?.isTooLarge(isWhole) === true;
  }

  /** The body has ended, and what the client still sends comes after it. */
  endBody(): void {
    this.#noteSent();
    this.#upload = undefined;
  }

  /** The caller has all that it wants. Returns when that was, on the conversation's clock. */
  end(trailers?: HeaderFields): number {
    if (trailers !== undefined && Object.keys(trailers).length > 0) this.#trailers = trailers;
    this.endBody();
    return (this.#end = this.#arrival());
  }

  /** The connection broke. */
  fail(failure: Failure): number {
    this.#failure = failure;
    // Nothing of it is of use.
    if (failure.code === TOO_LARGE) this.#chunks.length = this.#gaps.length = 0;
    if (failure.code !== ABORTED) this.#beginEarly();
    return this.end();
  }

  /** How much of the request had been sent when the reply began, if that was before it had ended. */
  get sentBefore(): number | undefined {
    return this.#sent?.[0] ?? undefined;
  }

  #beginEarly(): void {
    if (this.#upload?.isOpen === true) this.#sent ??= [this.#upload.bytes];
  }

  #noteSent(): void {
    if (this.#upload !== undefined)
      this.#sent?.push(this.#upload.isOpen ? this.#upload.bytes : null);
  }

  soFar(): Reply {
    const head = this.#head ?? { status: 0, headers: {} };
    return {
      informational: this.#informational.length === 0 ? undefined : this.#informational,
      ...head,
      body: this.#head === undefined ? NOTHING : this.#body(head.headers),
      trailers: this.#trailers,
      failure: this.#failure,
      ms: Math.round(this.#end - this.#since),
      at: Math.round(this.#end),
      begunAt: this.#begin === this.#end ? undefined : this.#begin,
      sent: this.#sentWhere(head.headers),
    };
  }

  #sentWhere(headers: HeaderFields): Reply["sent"] {
    const sent = this.#sent;
    if (sent === undefined) return undefined;
    // What is packed is kept in one piece.
    const isPacked = fieldOf(headers, "content-encoding") !== undefined;
    return sent.slice(0, isPacked ? 1 : sent.indexOf(sent.at(-1) as number | null) + 1);
  }

  #body(headers: HeaderFields): ReplyBody {
    const encoding = fieldOf(headers, "content-encoding");
    const gaps = this.#keepGaps ? this.#gaps : undefined;
    const isWhole = this.#failure === undefined && (this.#sentWhere(headers)?.length ?? 0) <= 1;
    if (encoding === undefined) return bodyOf(this.#chunks, headers, isWhole, gaps);
    const packed = Buffer.concat(this.#chunks);
    const unpacked = unpack(packed, encoding, this.#maxBody);
    if (unpacked === undefined)
      return { kind: "base64", base64: packed.toString("base64"), isPacked: true };
    return bodyOf(unpacked.length === 0 ? [] : [unpacked], headers, isWhole, undefined);
  }
}

/** Why there was no reply, or no more of it. */
export function failureOf(error: unknown, isAborted: boolean): Failure {
  if (isAborted) return { code: ABORTED, message: "The request was given up" };
  const { code, message = "", name } = error as Partial<Failure>;
  return {
    code: typeof code === "string" ? code : undefined,
    // If several addresses were tried, Node's error has a code and an empty message.
    message: message === "" ? String(code ?? name) : message,
    name: name === "Error" || name === "AggregateError" ? undefined : name,
  };
}

/** Records a reply while it is read from the network. */
export async function* recordBody(
  { body }: IncomingReply,
  recorder: ReplyRecorder,
  ended: (at: number) => void,
  signal: AbortSignal | null | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      recorder.chunk(chunk);
      yield chunk;
    }
  } catch (error) {
    recorder.fail(failureOf(error, signal?.aborted === true));
    throw error;
  } finally {
    // Also reached if the reader stops early, as openai's SDK does right after [DONE].
    ended(recorder.end());
  }
}

function bodyOf(
  chunks: readonly Uint8Array[],
  headers: HeaderFields,
  isWhole: boolean,
  gaps: number[] | undefined,
): ReplyBody {
  const type = fieldOf(headers, "content-type") ?? "";
  if (!isWhole || isStream(type, headers, chunks)) return { kind: "chunks", chunks, gaps };
  const bytes = Buffer.concat(chunks);
  const text = decodeUtf8(bytes);
  if (text === undefined) return { kind: "base64", base64: bytes.toString("base64") };
  return (/json/i.test(type) ? jsonBody(text) : undefined) ?? { kind: "text", text };
}

/** Text that comes in several pieces, and does not say how long it is, is meant to be read piece by piece. */
function isStream(type: string, headers: HeaderFields, chunks: readonly Uint8Array[]): boolean {
  if (/event-stream|ndjson|jsonl/i.test(type)) return true;
  return (
    chunks.length > 1 && /^text\//i.test(type) && fieldOf(headers, "content-length") === undefined
  );
}

/** JSON whose exact text can be written again from its value; undefined for any other text. */
function jsonBody(text: string): ReplyBody | undefined {
  const value = parseIfJson(text);
  if (value === undefined) return undefined;
  if (JSON.stringify(value) === text) return { kind: "json", value };
  const end = /\s*$/.exec(text)?.[0] ?? "";
  const indent = /^[[{]\n( *)/.exec(text)?.[1]?.length ?? 0;
  return JSON.stringify(value, null, indent) + end === text
    ? { kind: "json", value, layout: { indent, end } }
    : undefined;
}
