import type { Usage } from "../../trajectory/trajectory.ts";

/** What a model reads of a request, by whichever API, and how long an answer the request allows. */
export type SizedRequest = {
  readonly [
    field in
      | "model"
      | "messages"
      | "instructions"
      | "input"
      | "tools"
      | "response_format"
      | "text"
      | "max_tokens"
      | "max_completion_tokens"
      | "max_output_tokens"
  ]?: unknown;
};

export interface RequestSize {
  readonly model: string;
  /** Without data URLs (images, sounds), which are counted apart: their bytes say nothing of their tokens. */
  readonly bytes: number;
  readonly attachments: number;
  readonly completionLimit: number;
}

const TOKENS_PER_ATTACHMENT = 1_000;

export function sizeOf(request: SizedRequest): RequestSize {
  const { model, tools } = request;
  const { messages = [request.instructions, request.input] } = request;
  const { response_format: format = request.text } = request;
  let attachments = 0;
  const text = JSON.stringify([messages, tools, format], (_, value: unknown) => {
    if (typeof value !== "string" || !value.startsWith("data:")) return value;
    attachments++;
    return "";
  });
  const {
    max_completion_tokens: most,
    max_tokens: mostOfOld,
    max_output_tokens: mostOut,
  } = request;
  const limits = [most, mostOfOld, mostOut].map((limit) =>
    typeof limit === "number" ? limit : Infinity,
  );
  return {
    model: String(model),
    bytes: Buffer.byteLength(text),
    attachments,
    completionLimit: Math.min(...limits),
  };
}

/** The most that completions of a model used. */
interface Largest {
  readonly tokensPerByte: number;
  readonly completionTokens: number;
  /** How many completions were seen. */
  readonly seen: number;
}

/** For a model that was not asked yet. English has a token for four bytes; other scripts and JSON have more. */
const UNSEEN: Largest = { tokensPerByte: 1 / 3, completionTokens: 500, seen: 0 };

/** Estimates a completion by the most that its model used so far: seldom too little, not right on average. */
export class CompletionSizes {
  readonly #largest = new Map<string, Largest>();

  seen(model: string): number {
    return this.#largest.get(model)?.seen ?? 0;
  }

  /** Twice the longest completion so far. With `maxOutput`, the most there can be: that, and a token for each byte. */
  estimate(size: RequestSize, maxOutput: number | undefined): Usage {
    const { model, bytes, attachments, completionLimit } = size;
    const { tokensPerByte, completionTokens } = this.#largest.get(model) ?? UNSEEN;
    const textTokens = Math.ceil(bytes * (maxOutput === undefined ? tokensPerByte : 1));
    return {
      prompt_tokens: textTokens + attachments * TOKENS_PER_ATTACHMENT,
      completion_tokens: Math.min(maxOutput ?? 2 * completionTokens, completionLimit),
      cached_tokens: 0,
    };
  }

  /** Takes in what a completion really used. */
  learn({ model, bytes, attachments }: RequestSize, usage: Usage): void {
    const before = this.#largest.get(model) ?? { ...UNSEEN, tokensPerByte: 0, completionTokens: 0 };
    // The tokens of attachments say nothing of the text.
    const tokensPerByte = attachments > 0 ? 0 : usage.prompt_tokens / bytes;
    this.#largest.set(model, {
      tokensPerByte: Math.max(before.tokensPerByte, tokensPerByte) || UNSEEN.tokensPerByte,
      completionTokens: Math.max(before.completionTokens, usage.completion_tokens),
      seen: before.seen + 1,
    });
  }
}
