import { field } from "../../json/value.ts";
import type { Usage } from "../../trajectory/trajectory.ts";

/** What a completion used, as its provider counted it. */
export interface CountedUsage {
  /** Undefined if the provider counted nothing, or what no request can have used. */
  readonly usage: Usage | undefined;
  /** Which count cannot be: `-5 prompt tokens`. */
  readonly unusableUsage?: string | undefined;
}

/** Ten million tokens: no model's context is longer. */
const LONGEST_CONTEXT = 10_000_000;

/** Reads a `usage` object, whose members either API calls otherwise. */
export function countedUsage(usage: unknown): CountedUsage {
  if (!countsTokens(usage)) return { usage: undefined };
  const { prompt = 0, completion = 0, cached = 0 } = countsOf(usage);
  const unusable = [
    ...(
      [
        [prompt, "prompt"],
        [completion, "completion"],
        [cached, "cached"],
      ] as const
    )
      .filter(([count]) => !isCount(count))
      .map(([count, kind]) => `${countText(count)} ${kind} tokens`),
    ...(cached > prompt ? [`${countText(cached)} cached tokens of ${countText(prompt)}`] : []),
  ];
  const [first] = unusable;
  if (first !== undefined) return { usage: undefined, unusableUsage: first };
  return {
    usage: { prompt_tokens: prompt, completion_tokens: completion, cached_tokens: cached },
  };
}

/** Whether a provider says how many tokens there were: one may write an empty `usage` in every chunk. */
export function countsTokens(usage: unknown): boolean {
  const { prompt, completion } = countsOf(usage);
  return prompt !== undefined || completion !== undefined;
}

function countsOf(usage: unknown) {
  const details = field(usage, "prompt_tokens_details") ?? field(usage, "input_tokens_details");
  return {
    prompt: asNumber(field(usage, "prompt_tokens") ?? field(usage, "input_tokens")),
    completion: asNumber(field(usage, "completion_tokens") ?? field(usage, "output_tokens")),
    cached: asNumber(field(details, "cached_tokens")),
  };
}

function asNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 0 && count <= LONGEST_CONTEXT;
}

function countText(count: number): string {
  return count.toLocaleString("en-US", { maximumFractionDigits: 20 });
}
