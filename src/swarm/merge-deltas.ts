import { contentText, field, firstChoice, readUsage } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { assistantMessage } from "./reply.ts";
import type { Usage } from "./trajectory.ts";

/** A delta of a streamed reply, as the provider sent it. */
export type Delta = Readonly<Record<string, unknown>>;

interface PartialCall {
  index: number | undefined;
  fields: Record<string, unknown>;
  function: Record<string, unknown> & { name: string; arguments: string };
}

/** Puts the chunks of a streamed completion together. */
export class DeltaMerger {
  #content: string | unknown[] | null = null;
  #refusal = "";
  readonly #calls: PartialCall[] = [];
  #usage: Usage | undefined;
  #finishReason: string | undefined;
  #received = false;

  /** Takes in one chunk and returns the delta of its first choice; undefined for a chunk that carries none, such as the one with the usage. */
  add(chunk: unknown): Delta | undefined {
    this.#usage =
      readUsage(field(chunk, "usage")) ??
      readUsage(field(field(chunk, "x_groq"), "usage")) ??
      this.#usage;
    const choice = firstChoice(chunk);
    if (choice === undefined) return undefined;
    this.#received = true;
    const finishReason = field(choice, "finish_reason");
    if (typeof finishReason === "string" && finishReason !== "") this.#finishReason = finishReason;
    const delta = field(choice, "delta");
    if (typeof delta !== "object" || delta === null) return undefined;
    this.#addContent(field(delta, "content"));
    const refusal = field(delta, "refusal");
    if (typeof refusal === "string") this.#refusal += refusal;
    const calls = field(delta, "tool_calls");
    if (Array.isArray(calls)) for (const call of calls) this.#addCall(call);
    return delta as Delta;
  }

  /** The whole reply; undefined where no chunk held a choice. */
  finish(nextId: () => string): Reply | undefined {
    if (!this.#received) return undefined;
    const message = {
      content: this.#content,
      refusal: this.#refusal,
      tool_calls: this.#calls.map((call) => ({ ...call.fields, function: call.function })),
    };
    return {
      message: assistantMessage(message, nextId),
      usage: this.#usage,
      finishReason: this.#finishReason,
    };
  }

  #addContent(content: unknown): void {
    if (typeof content === "string") {
      if (Array.isArray(this.#content)) this.#content.push({ type: "text", text: content });
      else this.#content = (this.#content ?? "") + content;
    } else if (Array.isArray(content)) {
      const before =
        typeof this.#content === "string"
          ? [{ type: "text", text: this.#content }]
          : (this.#content ?? []);
      this.#content = joinParts([...before, ...(content as unknown[])]);
    }
  }

  #addCall(delta: unknown): void {
    const { index, id, function: named, ...others } = (delta ?? {}) as Record<string, unknown>;
    const name = field(named, "name");
    const call = this.#callFor(typeof index === "number" ? index : undefined, id, name);
    Object.assign(call.fields, others);
    if (typeof id === "string" && id !== "") call.fields["id"] = id;
    if (typeof named !== "object" || named === null) return;
    const { name: _, arguments: args, ...rest } = named as Record<string, unknown>;
    Object.assign(call.function, rest);
    if (typeof name === "string" && name !== "") call.function.name = name;
    if (typeof args === "string") call.function.arguments += args;
    else if (args !== undefined && args !== null) call.function.arguments = JSON.stringify(args);
  }

  /** Some providers leave the index out, and some give every parallel call index 0: a new id with a name then begins a new call. */
  #callFor(index: number | undefined, id: unknown, name: unknown): PartialCall {
    const latest = this.#calls.findLast((call) => index === undefined || call.index === index);
    const known = latest?.fields["id"];
    const begins =
      typeof id === "string" &&
      id !== "" &&
      id !== known &&
      typeof name === "string" &&
      name !== "";
    if (latest !== undefined && !(begins && known !== undefined)) return latest;
    const call = { index, fields: {}, function: { name: "", arguments: "" } };
    this.#calls.push(call);
    return call;
  }
}

/** Joins neighbouring parts that are plain text, so that a streamed list reads as the whole one would. */
function joinParts(parts: readonly unknown[]): unknown[] {
  const joined: unknown[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (field(part, "type") === "text" && field(last, "type") === "text") {
      joined[joined.length - 1] = { ...(last as object), text: contentText([last, part]) };
    } else {
      joined.push(part);
    }
  }
  return joined;
}
