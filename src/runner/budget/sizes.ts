import type { Usage } from "../../trajectory/trajectory.ts";

/** Tokens for a byte of the request, where nothing was asked of a model yet: English has about one for four, other scripts and JSON have more. */
const TOKENS_PER_BYTE = 1 / 3;

/** Tokens of the longest completion, where nothing was asked of a model yet. */
const DEFAULT_COMPLETION_TOKENS = 500;

/** Tokens that an image or a sound counts for, whose bytes say nothing of them. */
const TOKENS_PER_ATTACHMENT = 1_000;

/** The fields of a request that its size is told by. */
export interface SizedRequest {
  readonly model?: unknown;
  readonly messages?: unknown;
  readonly tools?: unknown;
  readonly response_format?: unknown;
  readonly max_tokens?: unknown;
  readonly max_completion_tokens?: unknown;
}

/** How large a request is, and how long an answer it allows. */
export interface RequestSize {
  readonly model: string;
  readonly bytes: number;
  /** How many data URLs stand in it; they are not among the bytes. */
  readonly attachments: number;
  readonly mostCompletionTokens: number;
}

/** Measures what the model reads of a request. */
export function sizeOf(request: SizedRequest): RequestSize {
  const { model, messages, tools, response_format: format } = request;
  let attachments = 0;
  const text = JSON.stringify([messages, tools, format], (_, value: unknown) => {
    if (typeof value !== "string" || !value.startsWith("data:")) return value;
    attachments++;
    return "";
  });
  const limits = [request.max_completion_tokens, request.max_tokens].map((limit) =>
    typeof limit === "number" ? limit : Infinity,
  );
  return {
    model: String(model),
    bytes: Buffer.byteLength(text),
    attachments,
    mostCompletionTokens: Math.min(...limits),
  };
}

/** What completions of a model used at most. */
interface Most {
  readonly perByte: number;
  readonly completion: number;
  /** How many completions that is of. */
  readonly seen: number;
}

/** How much a completion may use, by the most that each model has used so far: an estimate that holds, not one that is right on average. */
export class CompletionSizes {
  readonly #most = new Map<string, Most>();

  /** How many completions of a model were seen. */
  seen(model: string): number {
    return this.#most.get(model)?.seen ?? 0;
  }

  /**
   * Twice the longest completion so far; of a model that gives `maxOutput` tokens at most, those, and a token for each
   * byte of the prompt, which is as many as bytes can be.
   */
  estimate(
    { model, bytes, attachments, mostCompletionTokens }: RequestSize,
    maxOutput?: number,
  ): Usage {
    const { perByte, completion } = this.#most.get(model) ?? UNKNOWN;
    return {
      prompt_tokens:
        Math.ceil(bytes * (maxOutput === undefined ? perByte : 1)) +
        attachments * TOKENS_PER_ATTACHMENT,
      completion_tokens: Math.min(maxOutput ?? 2 * completion, mostCompletionTokens),
      cached_tokens: 0,
    };
  }

  /** Takes in what a completion really used. */
  learn({ model, bytes, attachments }: RequestSize, usage: Usage): void {
    const most = this.#most.get(model);
    // What attachments took would be laid to the text.
    const perByte = attachments > 0 ? 0 : usage.prompt_tokens / bytes;
    this.#most.set(model, {
      perByte: Math.max(most?.perByte ?? 0, perByte) || UNKNOWN.perByte,
      completion: Math.max(most?.completion ?? 0, usage.completion_tokens),
      seen: (most?.seen ?? 0) + 1,
    });
  }
}

const UNKNOWN: Most = {
  perByte: TOKENS_PER_BYTE,
  completion: DEFAULT_COMPLETION_TOKENS,
  seen: 0,
};
