import { field, isRecord, textField } from "../../json/value.ts";
import { RETURNED_FIELDS } from "./assistant-message.ts";
import { CallJoiner } from "./join-calls.ts";
import { joinContent, joinPieces } from "./join-pieces.ts";
import { firstChoice, readUsage, toReply } from "./reply.ts";
import type { Reply } from "./reply.ts";
import type { Content, Usage } from "../../trajectory/trajectory.ts";
import { refuseError, UnusableReplyError } from "./unusable-reply.ts";

/** A delta of a streamed reply, as the provider sent it; it may hold more than is named here. */
export interface Delta {
  readonly role?: string;
  readonly content?: Content;
  readonly refusal?: string | null;
  readonly tool_calls?: readonly unknown[] | null;
}

/** Puts the chunks of a streamed completion together. */
export class DeltaMerger {
  #content: Content = null;
  #refusal = "";
  readonly #returned: Record<string, unknown> = {};
  readonly #calls = new CallJoiner();
  #usage: Usage | undefined;
  #finishReason: string | undefined;
  #latest: unknown;

  /**
   * Takes in one chunk and returns the delta of its first choice; undefined for a chunk that carries none, such as the
   * one with the usage. Throws UnusableReplyError for a chunk that is an error.
   */
  add(chunk: unknown): Delta | undefined {
    this.#usage =
      readUsage(field(chunk, "usage")) ??
      readUsage(field(field(chunk, "x_groq"), "usage")) ??
      this.#usage;
    const choice = firstChoice(chunk);
    refuseError(chunk, choice);
    if (choice === undefined) return undefined;
    this.#latest = chunk;
    this.#finishReason = textField(choice, "finish_reason") ?? this.#finishReason;
    const delta = field(choice, "delta");
    if (!isRecord(delta)) return undefined;
    this.#addDelta(delta);
    return delta as Delta;
  }

  /** The whole reply. Throws UnusableReplyError where there was none. */
  finish(nextId: () => string): Reply {
    const answer = this.#latest;
    if (answer === undefined) {
      throw new UnusableReplyError("The provider's stream ended without a reply.", answer);
    }
    const message = {
      content: this.#content,
      refusal: this.#refusal,
      tool_calls: this.#calls.calls,
      ...this.#returned,
    };
    return toReply(
      message,
      { usage: this.#usage, finishReason: this.#finishReason, answer },
      nextId,
    );
  }

  #addDelta(delta: Readonly<Record<string, unknown>>): void {
    this.#content = joinContent(this.#content, delta["content"]);
    this.#refusal += textField(delta, "refusal") ?? "";
    for (const name of RETURNED_FIELDS) {
      this.#returned[name] = joinPieces(this.#returned[name], delta[name]);
    }
    const { tool_calls: calls, function_call: legacy } = delta;
    if (Array.isArray(calls)) for (const call of calls) this.#calls.add(call);
    else if (textField(legacy, "name") ?? textField(legacy, "arguments"))
      this.#calls.add({ function: legacy });
  }
}
