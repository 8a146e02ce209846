import { field, isRecord, textField } from "../../json/value.ts";
import type { Content } from "../../trajectory/trajectory.ts";
import type { StreamEnd } from "../agent/chat-client.ts";
import { addCall, joinWritten, type PartialCall } from "./join-calls.ts";
import {
  firstChoice,
  refuseError,
  RETURNED_FIELDS,
  toReply,
  streamWithoutReply,
  UnusableReplyError,
  type Reply,
} from "./reply.ts";
import { countedUsage, countsTokens } from "./usage.ts";

/** A delta of a streamed reply, as the provider sent it; it may hold more than is named here. */
export interface Delta {
  readonly role?: string;
  readonly content?: Content;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly unknown[] | null;
  readonly function_call?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Puts the chunks of a streamed completion together. */
export class DeltaMerger {
  #content: Content = null;
  #refusal = "";
  readonly #returned: Record<string, unknown> = {};
  readonly #calls: PartialCall[] = [];
  #oldCall: Fields | undefined;
  #answeredBy: string | undefined;
  /** As the provider wrote it. */
  #usage: unknown;
  #finishReason: string | undefined;
  /** Whether `[DONE]` came, from a client that tells. */
  #done: boolean | undefined;
  /** Whether a usage came behind all that was said. */
  #usageLast = false;
  #latest: unknown;

  /**
   * Adds a chunk and returns the delta of its first choice; undefined if it has none, such as the one with the usage.
   * Throws UnusableReplyError for a chunk that is an error.
   */
  add(chunk: unknown): Delta | undefined {
    this.#usage =
      [field(chunk, "usage"), field(field(chunk, "x_groq"), "usage")].find(countsTokens) ??
      this.#usage;
    this.#answeredBy = textField(chunk, "model") ?? this.#answeredBy;
    const choice = firstChoice(chunk);
    refuseError(chunk, choice);
    if (choice === undefined) {
      this.#usageLast ||= isRecord(field(chunk, "usage"));
      if (isStreamEnd(chunk)) this.#done = chunk.done;
      return undefined;
    }
    this.#usageLast = false;
    this.#latest = chunk;
    this.#finishReason = textField(choice, "finish_reason") ?? this.#finishReason;
    const delta = field(choice, "delta");
    if (!isRecord(delta)) return undefined;
    this.#addDelta(delta);
    return delta as Delta;
  }

  /** The whole reply. Throws UnusableReplyError if there was none, or if the stream did not come to its end. */
  finish(nextId: () => string): Reply {
    const answer = this.#latest;
    if (answer === undefined) throw streamWithoutReply();
    // A client that does not tell may have seen it: the openai SDK keeps it to itself.
    const whole = this.#finishReason !== undefined || (this.#done ?? this.#usageLast);
    if (!whole)
      throw brokeOff(this.#done === undefined ? "nor a closing usage" : "nor [DONE]", answer);
    const message = {
      content: this.#content,
      refusal: this.#refusal,
      tool_calls: this.#calls.map(({ fields, written }) => ({ ...fields, ...written })),
      function_call: this.#oldCall,
      ...this.#returned,
    };
    const rest = {
      answeredBy: this.#answeredBy,
      ...countedUsage(this.#usage),
      finishReason: this.#finishReason,
      answer,
    };
    return toReply(message, rest, nextId);
  }

  #addDelta(delta: Fields): void {
    this.#content = joinContent(this.#content, delta["content"]);
    this.#refusal += textField(delta, "refusal") ?? "";
    for (const name of RETURNED_FIELDS)
      this.#returned[name] = joinPieces(this.#returned[name], delta[name]);
    const { tool_calls: calls, function_call: old } = delta;
    if (Array.isArray(calls)) for (const call of calls) addCall(this.#calls, call);
    this.#oldCall = joinWritten(this.#oldCall, old, "arguments");
  }
}

function brokeOff(norThis: string, answer: unknown): UnusableReplyError {
  return new UnusableReplyError(
    `The provider's stream broke off: it ended with neither a finish_reason ${norThis}.`,
    answer,
  );
}

function isStreamEnd(chunk: unknown): chunk is StreamEnd {
  return field(chunk, "object") === "stream.end";
}

/** Some providers begin a content as text and go on with a list of parts, or the reverse. */
function joinContent(before: Content, piece: unknown): Content {
  if (typeof piece !== "string" && !Array.isArray(piece)) return before;
  if (typeof piece === "string" && !Array.isArray(before)) return (before ?? "") + piece;
  return joinParts([...asParts(before), ...asParts(piece)]);
}

function asParts(content: Content): readonly unknown[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return content ?? [];
}

/** Text is added to text and parts to parts; nothing changes nothing. */
function joinPieces(before: unknown, piece: unknown): unknown {
  if (piece === undefined || piece === null) return before;
  if (typeof before === "string" && typeof piece === "string") return before + piece;
  if (Array.isArray(before) && Array.isArray(piece)) return joinParts([...before, ...piece]);
  return Array.isArray(piece) ? joinParts(piece) : piece;
}

/** Joins neighbours that are pieces of one part, so that a streamed list reads as the whole one would. */
function joinParts(parts: readonly unknown[]): unknown[] {
  const joined: unknown[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (isRecord(last) && isRecord(part) && continues(last, part))
      joined[joined.length - 1] = joinPart(last, part);
    else joined.push(part);
  }
  return joined;
}

/** The members of a part that arrive in pieces. All others arrive whole, some of them again and again. */
const IN_PIECES = new Set(["text", "summary", "thinking"]);

function continues(last: Fields, part: Fields): boolean {
  const inPieces = Object.keys(part).some((key) => IN_PIECES.has(key));
  return inPieces && part["type"] === last["type"] && part["index"] === last["index"];
}

function joinPart(last: Fields, part: Fields): Fields {
  const joined: Record<string, unknown> = { ...last };
  for (const key of Object.keys(part))
    joined[key] = IN_PIECES.has(key) ? joinPieces(last[key], part[key]) : (part[key] ?? last[key]);
  return joined;
}
