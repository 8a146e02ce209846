import type { TrafficOptions } from "../runner/trial-traffic.ts";
import { rememberedPartText } from "../traffic/parts.ts";
import { redactorFor } from "../traffic/redact.ts";
import { shellLine } from "../reports/shell.ts";
import { apiBaseUrl, apiHeaders } from "./environment.ts";
import type { PlaySettings } from "./play-settings.ts";
import type { SuiteFiles } from "./suite-files.ts";
import { version } from "./version.ts";

/** A provider that is down for longer than these take, with their waits, is down for the run. */
const RETRIES = 4;

/** Where a suite's recordings are, and how the API is reached. */
export function trafficOptions({ cases }: SuiteFiles, settings: PlaySettings): TrafficOptions {
  const redactor = redactorFor(process.env);
  const clientName = `swarm-eval/${version()}`;
  return {
    fixtures: settings.fixtures,
    redactor,
    partText: rememberedPartText(redactor.redact),
    baseUrl: apiBaseUrl(),
    headers: () => apiHeaders(clientName),
    clientName,
    retries: RETRIES,
    realTime: settings.realTime === true,
    command: (mode, id) => recordCommand(cases, settings, mode, id),
  };
}

function recordCommand(
  cases: string,
  settings: PlaySettings,
  mode: "record" | "update",
  id: string,
): string {
  const { config, agents, modelOverride, judgeModel, stream, fixtures, trials } = settings;
  const flags = [
    ...(config === undefined ? [] : ["--config", config]),
    ...(agents === undefined ? [] : ["--agents", agents]),
    ...(modelOverride === undefined ? [] : ["--model-override", modelOverride]),
    ...(judgeModel === undefined ? [] : ["--judge-model", judgeModel]),
    ...(stream === true ? ["--stream"] : []),
    ...(trials === 1 ? [] : ["--trials", String(trials)]),
    ...(fixtures === "fixtures" ? [] : ["--fixtures", fixtures]),
  ];
  const pattern = `^${id.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`;
  const words = [cases, ...flags, "-t", pattern, "--traffic", mode];
  return `swarm-eval run ${shellLine(words)}`;
}
