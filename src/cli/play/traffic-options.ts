import type { TrafficOptions } from "../../runner/trial/traffic.ts";
import { rememberedPartText } from "../../traffic/tape/parts.ts";
import { redactorFor } from "../../traffic/redact/redact.ts";
import { exactPattern } from "../../text/shell.ts";
import { apiBaseUrl, apiHeaders } from "../process/environment.ts";
import { ownCommand } from "../process/own-command.ts";
import type { PlaySettings } from "./play-settings.ts";
import { replayFlags } from "./replay-flags.ts";
import type { ReplaySettings } from "./replay-flags.ts";
import type { SuiteFiles } from "./suite-files.ts";
import { version } from "../process/version.ts";

/** A provider that is down for longer than these take, with their waits, is down for the run. */
const RETRIES = 4;

/** What a suite's traffic depends on. */
export type TrafficSettings = ReplaySettings & Pick<PlaySettings, "realTime">;

/** Where a suite's recordings are, and how the API is reached. */
export function trafficOptions(
  { cases }: Pick<SuiteFiles, "cases">,
  settings: TrafficSettings,
): TrafficOptions {
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
      return ownCommand(["run", cases, ...replayFlags(settings), ...selection]);
    },
  };
}
