import { ownCommand } from "../process/own-command.ts";
import type { PlaySettings } from "./settings.ts";

/** The settings that decide what an agent is asked, and where that is recorded. */
export type ReplaySettings = Pick<
  PlaySettings,
  "config" | "agents" | "modelOverride" | "judgeModel" | "stream" | "trials" | "fixtures"
>;

/** The flags with which a command asks what another one asked, without those that are at their defaults. */
export function replayFlags(settings: ReplaySettings): string[] {
  const { config, agents, modelOverride, judgeModel, stream, trials, fixtures } = settings;
  return [
    ...(config === undefined ? [] : ["--config", config]),
    ...(agents === undefined ? [] : ["--agents", agents]),
    ...(modelOverride === undefined ? [] : ["--model-override", modelOverride]),
    ...(judgeModel === undefined ? [] : ["--judge-model", judgeModel]),
    ...(stream === true ? ["--stream"] : []),
    ...(trials === 1 ? [] : ["--trials", String(trials)]),
    ...(fixtures === "fixtures" ? [] : ["--fixtures", fixtures]),
  ];
}

/** The command that makes all recordings that a comparison misses. */
export function recordingHint(
  caseFiles: readonly string[],
  models: readonly string[],
  settings: Omit<ReplaySettings, "modelOverride">,
): string {
  const flags = replayFlags({ ...settings, modelOverride: models.join(",") });
  const words = ["compare", ...caseFiles, ...flags, "--traffic", "record"];
  return `To record what is missing, for all models: ${ownCommand(words)}`;
}
