import { MediaFolder } from "../../media/media-folder.ts";
import type { TrafficMode } from "../../results/result.ts";
import { Budget, type Amount } from "../../runner/budget/budget.ts";
import type { Services, Suite } from "../../runner/suite/suite.ts";
import { suiteTraffic, type TrafficOptions } from "../../runner/trial/traffic.ts";
import { oneLine } from "../../text/printable.ts";
import { exactPattern } from "../../text/shell.ts";
import { refusedElsewhere } from "../../traffic/refused-elsewhere.ts";
import { redactorFor, type Redactor } from "../../traffic/redact/redact.ts";
import { sharedTexts } from "../../traffic/tape/parts.ts";
import { apiAddress } from "../../traffic/tape/request-line.ts";
import type { PlayOptions } from "../settings/options.ts";
import { flag, ownCommand } from "../settings/own-command.ts";
import { caseFileFrom } from "../files/fixtures.ts";
import { pricesOf, replayFlags, type ReplayOptions } from "./plan.ts";
import { allBaseUrls, clientName, keyNames, serverOf } from "./servers.ts";

type RecordingOptions = ReplayOptions &
  Pick<PlayOptions, "realTime" | "secrets" | "keptHeaders" | "matchedHeaders" | "howToRecord">;

/** Takes out what is secret by the environment and the config. */
export function redactorOf({
  asking = {},
  secrets = [],
}: Pick<PlayOptions, "asking" | "secrets">): Redactor {
  return redactorFor(process.env, { secrets: [...secrets, ...keyNames(asking)] });
}

/** Where a suite's recordings are, and how the API is reached. */
export function trafficOptions(
  { caseFile, fixtures }: Pick<Suite, "caseFile" | "fixtures">,
  options: RecordingOptions,
): TrafficOptions {
  const { asking = {} } = options;
  const redactor = redactorOf(options);
  return {
    fixtures,
    caseFile: caseFileFrom(fixtures, caseFile),
    redactor,
    sharedText: sharedTexts(redactor.redact),
    server: serverOf(asking),
    judgeServer: serverOf(asking, { place: "judge", client: asking.judge ?? {} }),
    apis: allBaseUrls(asking).map(apiAddress),
    clientName: clientName(),
    realTime: options.realTime === true,
    clock: options.clock,
    keptHeaders: options.keptHeaders,
    matchedHeaders: options.matchedHeaders,
    maxBody: asking.maxBody,
    command(mode, id) {
      if (options.howToRecord !== undefined) return options.howToRecord(mode, id);
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
    media: new MediaFolder(suite.output),
    signal,
  };
}

/** The budget of a run; undefined if it has no cap. */
export function budgetOf(
  options: Pick<PlayOptions, "prices" | "maxCost" | "maxTokens">,
  spent: Amount | undefined,
): Budget | undefined {
  const { maxCost: cost, maxTokens: tokens } = options;
  if (cost === undefined && tokens === undefined) return undefined;
  return new Budget({ cost, tokens }, pricesOf(options), spent);
}

/** Which connections of child processes and worker threads were refused, a line each. */
export function refusedLines(): string[] {
  return refusedElsewhere().map(
    (refused) =>
      `warning: a connection to ${oneLine(refused)}, was refused: nobody could tell which trial it is part of. Make it in a tool itself.`,
  );
}

/** A line if a cap stopped the run. */
export function capLines(budget: Budget | undefined, traffic: TrafficMode): string[] {
  if (budget?.refusal === undefined) return [];
  const kept = traffic === "live" ? "" : " What was recorded until then replays for nothing.";
  return [`Stopped. ${budget.refusal}${kept}`];
}
