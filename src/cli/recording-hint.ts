import { shellLine } from "../reports/shell.ts";
import type { PlaySettings } from "./play-settings.ts";

/** How all recordings that a comparison misses are made at once. */
export function recordingHint(
  caseFiles: readonly string[],
  models: readonly string[],
  { config, agents, trials, stream, fixtures, judgeModel }: Omit<PlaySettings, "modelOverride">,
): string {
  const flags = [
    ...(config === undefined ? [] : ["--config", config]),
    ...(agents === undefined ? [] : ["--agents", agents]),
    ...(judgeModel === undefined ? [] : ["--judge-model", judgeModel]),
    ...(stream === true ? ["--stream"] : []),
    ...(trials === 1 ? [] : ["--trials", String(trials)]),
    ...(fixtures === "fixtures" ? [] : ["--fixtures", fixtures]),
  ];
  const words = [
    ...caseFiles,
    "--model-override",
    models.join(","),
    ...flags,
    "--traffic",
    "record",
  ];
  return `To record what is missing, for all models: ${shellLine(["swarm-eval", "compare", ...words])}`;
}
