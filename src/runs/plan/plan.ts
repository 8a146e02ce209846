import { FIRST_TRIALS } from "../../gate/trial-bounds.ts";
import { DEFAULT_MODEL } from "../../models/table.ts";
import { relative, sep } from "node:path";
import type { ResultHeader } from "../../results/result.ts";
import { GIVEN_AGENTS } from "../../runner/agents/agents-module.ts";
import { type JudgeModel } from "../../runner/judge/judge.ts";
import {
  PRICE_TABLE,
  PRICE_TABLE_ORIGIN,
  type PriceOrigin,
  type Prices,
} from "../../models/prices.ts";
import type { Selection, Survey } from "../../runner/suite/select-cases.ts";
import type { Plan, Suite } from "../../runner/suite/suite.ts";
import { absolute } from "../../text/from-start.ts";
import type { PlayOptions, SuiteOptions } from "../settings/options.ts";
import { workingPackage } from "../settings/folders.ts";
import type { RunNames } from "../files/result-place.ts";
import { flag } from "../settings/own-command.ts";
import { variantOf } from "./variants.ts";

/** How the options have suites played. With CI set, a case with `only` is refused. */
export function planOf(
  options: PlayOptions &
    Partial<Pick<SuiteOptions, "threshold" | "failOnErrors" | "unexpected">> &
    SamplingOptions,
  lastFailed?: Selection["lastFailed"],
): Plan {
  const { testNamePattern: pattern, tag: tags = [], shard, ids } = options;
  const ci = process.env["CI"];
  return {
    selection: { pattern, tags, shard, ids, lastFailed, allowOnly: !ci || ci === "false" },
    trials: options.trials ?? (maxTrialsOf(options) === undefined ? 1 : FIRST_TRIALS),
    threshold: options.threshold ?? 1,
    failOnErrors: options.failOnErrors === true,
    concurrency: options.concurrency,
    bail: Infinity,
    timeoutMs: options.timeout,
    maxTurns: options.maxTurns,
    variant: variantOf(options),
    stream: options.stream === true,
    judge: judgeOf(options),
    unexpected: options.unexpected,
    code: options.code,
  };
}

/** The options that decide how often cases are played. */
type SamplingOptions = Pick<PlayOptions, "traffic" | "trials"> &
  Partial<Pick<SuiteOptions, "baseline" | "bless" | "add" | "until" | "maxTrials">>;

/**
 * Up to how many trials a case is played on that looks broken; undefined if all planned trials are played, as they are
 * where the user says how many, and where nothing is compared.
 */
export function maxTrialsOf(options: SamplingOptions): number | undefined {
  const { traffic, trials, baseline, bless, add, until, maxTrials } = options;
  const isCompared = add === true || (baseline !== undefined && bless !== true);
  const isFixed = traffic !== "live" || trials !== undefined || until !== undefined;
  return isCompared && !isFixed ? maxTrials : undefined;
}

/** Which model judges, and how it is asked. */
export function judgeOf({
  judgeModel: override,
  defaultJudgeModel: fallback = DEFAULT_MODEL,
  asking: { judge: { api, request } = {} } = {},
}: Pick<PlayOptions, "judgeModel" | "defaultJudgeModel" | "asking">): JudgeModel {
  return { override, fallback, api, request };
}

/** What the files of a run are called by. */
export function namesOf(
  { name, survey }: Pick<Suite, "name" | "survey">,
  { variant, selection }: Pick<Plan, "variant" | "selection">,
): RunNames {
  const { shard } = selection;
  return {
    suite: name,
    ...(variant.name === undefined ? {} : { variant: variant.name }),
    ...(shard === undefined ? {} : { shard }),
    ...(leavesOut(survey, selection) ? { selected: true } : {}),
  };
}

/** Whether cases are left out, but for those of other shards. */
function leavesOut(
  { selected, total, only }: Survey,
  { pattern, tags, shard, ids, lastFailed }: Selection,
): boolean {
  if (shard === undefined) return selected < total;
  const others = [pattern, ids, lastFailed];
  return only || tags.length > 0 || others.some((other) => other !== undefined);
}

export function headerOf(
  { name, caseFile, survey, agents }: Suite,
  { variant, selection, stream, threshold, failOnErrors }: Plan,
  options: Pick<PlayOptions, "prices" | "root"> & SamplingOptions,
  failedBefore?: readonly string[],
): ResultHeader {
  const { traffic, until, baseline, root = workingPackage() } = options;
  const maxTrials = maxTrialsOf(options);
  const { suite, ...names } = namesOf({ name, survey }, { variant, selection });
  const inRoot = (file: string): string =>
    relative(absolute(root), absolute(file)).replaceAll(sep, "/");
  return {
    version: 2,
    suite,
    case_file: inRoot(caseFile),
    agents_module: agents.file === GIVEN_AGENTS ? GIVEN_AGENTS : inRoot(agents.file),
    started_at: new Date().toISOString(),
    model_override: variant.model ?? null,
    ...names,
    traffic,
    stream,
    prices: priceOrigin(options),
    planned_cases: survey.selected,
    ...(failedBefore === undefined ? {} : { failed_before: failedBefore }),
    ...(threshold === 1 ? {} : { threshold }),
    ...(failOnErrors ? { fail_on_errors: true } : {}),
    ...(until === undefined ? {} : { until }),
    ...(maxTrials === undefined ? {} : { max_trials: maxTrials }),
    ...(baseline === undefined ? {} : { baseline }),
  };
}

/** The prices of a run: those of the config beat the table. */
export function pricesOf({ prices }: Pick<PlayOptions, "prices">): Prices {
  return { ...PRICE_TABLE, ...prices };
}

export function priceOrigin({ prices = {} }: Pick<PlayOptions, "prices">): PriceOrigin {
  return Object.keys(prices).length === 0
    ? PRICE_TABLE_ORIGIN
    : { ...PRICE_TABLE_ORIGIN, from_config: prices };
}

/** The flags that select the same cases. */
export function selectionFlags({
  testNamePattern: pattern,
  tag = [],
  shard,
}: Pick<PlayOptions, "testNamePattern" | "tag" | "shard">): string[] {
  return [
    ...flag("-t", pattern?.source),
    ...flag("--tag", tag.length === 0 ? undefined : tag.join()),
    ...flag("--shard", shard && `${shard.index}/${shard.of}`),
  ];
}

/** The options that decide what an agent is asked, and where that is recorded. */
export type ReplayOptions = Pick<
  PlayOptions,
  | "config"
  | "agents"
  | "modelOverride"
  | "variant"
  | "asking"
  | "judgeModel"
  | "stream"
  | "trials"
  | "maxTurns"
  | "fixtures"
  | "clock"
>;

/** The flags of a command that asks the same again, without those at their defaults. */
export function replayFlags(options: ReplayOptions): string[] {
  const { config, agents, modelOverride, variant, judgeModel, stream, trials, maxTurns } = options;
  const { fixtures, clock } = options;
  return [
    ...flag("--config", config),
    ...flag("--agents", agents),
    ...flag("--model-override", modelOverride),
    ...flag("--variant", variant),
    ...flag("--judge-model", judgeModel),
    ...(stream === true ? ["--stream"] : []),
    ...flag("--trials", trials === 1 ? undefined : trials?.toString()),
    ...flag("--max-turns", maxTurns?.toString()),
    ...flag("--fixtures", fixtures),
    ...(clock === "real" ? ["--clock", clock] : []),
  ];
}
