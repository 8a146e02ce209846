import type { TrafficMode } from "../../results/result.ts";
import { Budget } from "../../runner/budget/budget.ts";
import type { Services, Suite } from "../../runner/suite/suite.ts";
import { suiteTraffic, type TrafficOptions } from "../../runner/trial/traffic.ts";
import { exactPattern } from "../../text/shell.ts";
import { redactorFor } from "../../traffic/redact/redact.ts";
import { sharedTexts } from "../../traffic/tape/parts.ts";
import { apiAddress } from "../../traffic/tape/request-line.ts";
import type { PlayOptions } from "../options/run-flags.ts";
import { apiBaseUrl, apiBaseUrls, apiHeaders } from "../process/environment.ts";
import { flag, ownCommand, version } from "../process/own-command.ts";
import { showThrough } from "../output/screen.ts";
import { pricesOf, replayFlags, type ReplayOptions } from "./plan.ts";

/** A provider that fails for longer than these and their waits take is down for the run. */
const RETRIES = 4;

type RecordingOptions = ReplayOptions &
  Pick<PlayOptions, "realTime" | "secrets" | "keptHeaders" | "matchedHeaders">;

/** Where a suite's recordings are, and how the API is reached. */
export function trafficOptions(
  { caseFile, fixtures }: Pick<Suite, "caseFile" | "fixtures">,
  options: RecordingOptions,
): TrafficOptions {
  const redactor = redactorFor(process.env, options);
  showThrough(redactor);
  const clientName = `swarm-eval/${version()}`;
  let headers: ReturnType<typeof apiHeaders> | undefined;
  return {
    fixtures,
    redactor,
    sharedText: sharedTexts(redactor.redact),
    baseUrl: apiBaseUrl(),
    apis: apiBaseUrls().map(apiAddress),
    headers: () => (headers ??= apiHeaders(clientName)),
    clientName,
    retries: RETRIES,
    realTime: options.realTime === true,
    clock: options.clock,
    keptHeaders: options.keptHeaders,
    matchedHeaders: options.matchedHeaders,
    command: (mode, id) => {
      const selection = ["-t", exactPattern([id]), "--traffic", mode];
      return ownCommand(["run", caseFile, ...replayFlags(options), ...selection]);
    },
    renameCommand: (from, to) => {
      const where = ["--cases", caseFile, ...flag("--fixtures", options.fixtures)];
      return ownCommand(["recordings", "rename", from, to, ...where]);
    },
  };
}

/** What playing a suite needs of the world. */
export function servicesOf(
  suite: Suite,
  options: RecordingOptions & Pick<PlayOptions, "traffic" | "prices">,
  budget: Budget | undefined,
  signal: AbortSignal,
): Services {
  const traffic = trafficOptions(suite, options);
  return {
    traffic: suiteTraffic(options.traffic, suite.name, traffic, budget),
    prices: pricesOf(options),
    signal,
  };
}

/** The budget of a run; undefined if it has no cap. */
export function budgetOf(
  options: Pick<PlayOptions, "prices" | "maxCost" | "maxTokens">,
): Budget | undefined {
  const { maxCost: cost, maxTokens: tokens } = options;
  if (cost === undefined && tokens === undefined) return undefined;
  return new Budget({ cost, tokens }, pricesOf(options));
}

/** Says on stderr that a cap stopped the run, if one did. */
export function reportCap(budget: Budget | undefined, traffic: TrafficMode): void {
  if (budget?.refusal === undefined) return;
  const kept = traffic === "live" ? "" : " What was recorded until then replays for nothing.";
  process.stderr.write(`Stopped. ${budget.refusal}${kept}\n`);
}
