import { MediaFolder } from "../../media/media-folder.ts";
import type { TrafficMode } from "../../results/result.ts";
import { Budget, type Amount } from "../../runner/budget/budget.ts";
import type { Services, Suite } from "../../runner/suite/suite.ts";
import { suiteTraffic, type TrafficOptions } from "../../runner/trial/traffic.ts";
import { oneLine } from "../../text/printable.ts";
import { exactPattern } from "../../text/shell.ts";
import { refusedElsewhere } from "../../traffic/refused-elsewhere.ts";
import { redactorFor } from "../../traffic/redact/redact.ts";
import { sharedTexts } from "../../traffic/tape/parts.ts";
import { apiAddress } from "../../traffic/tape/request-line.ts";
import type { PlayOptions } from "../options/run-flags.ts";
import { flag, ownCommand } from "../process/own-command.ts";
import { showThrough, tell } from "../output/screen.ts";
import { caseFileFrom } from "./fixtures.ts";
import { pricesOf, replayFlags, type ReplayOptions } from "./plan.ts";
import { allBaseUrls, clientName, keyNames, serverOf } from "./servers.ts";

type RecordingOptions = ReplayOptions &
  Pick<PlayOptions, "realTime" | "secrets" | "keptHeaders" | "matchedHeaders">;

/** Where a suite's recordings are, and how the API is reached. */
export function trafficOptions(
  { caseFile, fixtures }: Pick<Suite, "caseFile" | "fixtures">,
  options: RecordingOptions,
): TrafficOptions {
  const { asking = {}, secrets = [] } = options;
  const redactor = redactorFor(process.env, { secrets: [...secrets, ...keyNames(asking)] });
  showThrough(redactor);
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

/** Says on stderr which connections of child processes and worker threads were refused. */
export function reportRefused(): void {
  for (const refused of refusedElsewhere())
    tell(
      `warning: a connection to ${oneLine(refused)}, was refused: nobody could tell which trial it is part of. Make it in a tool itself.`,
    );
}

/** Says on stderr that a cap stopped the run, if one did. */
export function reportCap(budget: Budget | undefined, traffic: TrafficMode): void {
  if (budget?.refusal === undefined) return;
  const kept = traffic === "live" ? "" : " What was recorded until then replays for nothing.";
  tell(`Stopped. ${budget.refusal}${kept}`);
}
