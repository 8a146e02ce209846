import type { Budget } from "../../runner/budget/budget.ts";
import type { Services, Suite } from "../../runner/suite/suite.ts";
import { suiteTraffic } from "../../runner/trial/traffic.ts";
import type { TrafficOptions } from "../../runner/trial/traffic.ts";
import { rememberedPartText } from "../../traffic/tape/parts.ts";
import { redactorFor } from "../../traffic/redact/redact.ts";
import { exactPattern } from "../../text/shell.ts";
import { apiBaseUrl, apiHeaders } from "../process/environment.ts";
import { ownCommand } from "../process/own-command.ts";
import { pricesOf } from "./money.ts";
import type { PlaySettings } from "./settings.ts";
import { replayFlags } from "./replay-flags.ts";
import type { ReplaySettings } from "./replay-flags.ts";
import { version } from "../process/version.ts";

/** A provider that is down for longer than these and their waits take is down for the run. */
const RETRIES = 4;

/** What a suite's traffic depends on. */
export type TrafficSettings = ReplaySettings & Pick<PlaySettings, "realTime">;

/** Where a suite's recordings are, and how the API is reached. */
export function trafficOptions(caseFile: string, settings: TrafficSettings): TrafficOptions {
  const redactor = redactorFor(process.env);
  const clientName = `swarm-eval/${version()}`;
  let headers: ReturnType<typeof apiHeaders> | undefined;
  return {
    fixtures: settings.fixtures,
    redactor,
    partText: rememberedPartText(redactor.redact),
    baseUrl: apiBaseUrl(),
    headers: () => (headers ??= apiHeaders(clientName)),
    clientName,
    retries: RETRIES,
    realTime: settings.realTime === true,
    command: (mode, id) => {
      const selection = ["-t", exactPattern([id]), "--traffic", mode];
      return ownCommand(["run", caseFile, ...replayFlags(settings), ...selection]);
    },
  };
}

/** What playing a suite needs of the world. */
export function servicesOf(
  { name, caseFile }: Suite,
  settings: PlaySettings,
  budget: Budget | undefined,
  signal: AbortSignal,
): Services {
  const options = trafficOptions(caseFile, settings);
  return {
    traffic: suiteTraffic(settings.traffic, name, options, budget),
    prices: pricesOf(settings),
    signal,
  };
}
