import { field, parseIfJson } from "../../json/value.ts";
import type { ResultHeader, SuiteEnd } from "../../results/result.ts";
import { readUsage } from "../../swarm/completion/reply.ts";
import type { Reply } from "../../traffic/http/http.ts";
import type { TapeContent } from "../../traffic/tape/tape.ts";
import type { Usage } from "../../trajectory/trajectory.ts";
import { costOf } from "../prices.ts";
import type { Prices } from "../prices.ts";

/** The mean use of a trial of a suite. */
export interface TrialEstimate {
  readonly tokens: number;
  /** US dollars; undefined if the price of a model is not known: see `unpriced`. */
  readonly cost: number | undefined;
  readonly unpriced: readonly string[];
}

/** By the trials of an earlier run, judges included; undefined if it does not tell. */
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

/** By recordings of trials; undefined if they do not tell. */
export function estimateByTapes(
  tapes: readonly TapeContent[],
  prices: Prices,
): TrialEstimate | undefined {
  return perTrial(tapes.flatMap(usageOnTape), tapes.length, prices);
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

/** The tokens of a completion, and its model. */
interface UsedModel {
  readonly model: string;
  readonly usage: Usage;
}

/** The tokens of the completions of a recording, as far as the provider counted them. */
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
