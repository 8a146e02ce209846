import { field, parseIfJson } from "../../json/value.ts";
import type { ResultHeader, SuiteEnd } from "../../results/result.ts";
import { readUsage } from "../../swarm/completion/reply.ts";
import type { Reply } from "../../traffic/http/http.ts";
import type { TapeContent } from "../../traffic/tape/tape.ts";
import type { Usage } from "../../trajectory/trajectory.ts";
import { costOf } from "../prices.ts";
import type { Prices } from "../prices.ts";

/** What a trial of a suite takes on average. */
export interface TrialEstimate {
  readonly tokens: number;
  /** US dollars; undefined where the price of a model is not known: see `unpriced`. */
  readonly cost: number | undefined;
  readonly unpriced: readonly string[];
}

/** By the trials of an earlier run, judges included; undefined where it tells nothing. */
export function estimateByResult(
  { summary }: ResultHeader & SuiteEnd,
  prices: Prices,
): TrialEstimate | undefined {
  const used = [summary.spending, summary.judges].flatMap((spending) =>
    Object.entries(spending ?? {}).flatMap(([model, { usage }]) =>
      usage === null ? [] : [{ model, usage }],
    ),
  );
  return perTrial(used, summary.trials, prices);
}

/** By recordings of trials; undefined where they tell nothing. */
export function estimateByTapes(
  tapes: readonly TapeContent[],
  prices: Prices,
): TrialEstimate | undefined {
  return perTrial(tapes.flatMap(usageOnTape), tapes.length, prices);
}

/** Completions for each thing that a user says: one that calls a tool, one that answers. */
export const COMPLETIONS_A_TURN = 2;
const TOKENS_A_COMPLETION = 150;
const BYTES_A_TOKEN = 4;

/** By the size of the prompts: what the model is told before anybody speaks, and what the users say. */
export function estimateByPrompts(
  { model, promptBytes, userBytes, turns }: Prompts,
  prices: Prices,
): TrialEstimate | undefined {
  const completions = turns * COMPLETIONS_A_TURN;
  // Each completion reads all that was said before it: on average half of what is said.
  const prompt = (completions * (promptBytes + userBytes / 2)) / BYTES_A_TOKEN;
  const usage = {
    prompt_tokens: Math.round(prompt + (completions * completions * TOKENS_A_COMPLETION) / 2),
    completion_tokens: completions * TOKENS_A_COMPLETION,
    cached_tokens: 0,
  };
  return perTrial([{ model, usage }], 1, prices);
}

/** How much is said in a trial, in bytes: the means over agents and cases. */
export interface Prompts {
  readonly model: string;
  /** Of an agent's instructions and tools. */
  readonly promptBytes: number;
  /** Of what the users of a case say, and how often they say something. */
  readonly userBytes: number;
  readonly turns: number;
}

function perTrial(
  used: readonly UsedModel[],
  trials: number,
  prices: Prices,
): TrialEstimate | undefined {
  if (used.length === 0 || trials === 0) return undefined;
  const costs = used.map(({ model, usage }) => costOf(model, usage, prices));
  const unpriced = used.filter((_, index) => costs[index] === undefined);
  const tokens = used.reduce(
    (sum, { usage }) => sum + usage.prompt_tokens + usage.completion_tokens,
    0,
  );
  return {
    tokens: tokens / trials,
    cost:
      unpriced.length > 0
        ? undefined
        : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0) / trials,
    unpriced: [...new Set(unpriced.map(({ model }) => model))],
  };
}

/** What a completion used, and of which model. */
interface UsedModel {
  readonly model: string;
  readonly usage: Usage;
}

/** What the completions of a recording used, as far as the provider said so. */
function usageOnTape({ exchanges }: TapeContent): UsedModel[] {
  return exchanges.flatMap(({ request, reply }) => {
    const { path, json } = JSON.parse(request) as { path?: unknown; json?: unknown };
    const model = field(json, "model");
    if (typeof model !== "string" || !String(path).startsWith("/chat/completions")) return [];
    const usage = usageOf(reply());
    return usage === undefined ? [] : [{ model, usage }];
  });
}

function usageOf({ body }: Reply): Usage | undefined {
  if (body.kind === "json") return readUsage(field(body.value, "usage"));
  if (body.kind !== "chunks") return undefined;
  // In a stream the usage comes last.
  return Buffer.concat(body.chunks)
    .toString()
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => readUsage(field(parseIfJson(line.slice("data:".length)), "usage")))
    .findLast((usage) => usage !== undefined);
}
