import { ownCommand } from "./own-command.ts";
import { replayFlags } from "./replay-flags.ts";
import type { ReplaySettings } from "./replay-flags.ts";

/** How all recordings that a comparison misses are made at once. */
export function recordingHint(
  caseFiles: readonly string[],
  models: readonly string[],
  settings: Omit<ReplaySettings, "modelOverride">,
): string {
  const flags = replayFlags({ ...settings, modelOverride: models.join(",") });
  const words = ["compare", ...caseFiles, ...flags, "--traffic", "record"];
  return `To record what is missing, for all models: ${ownCommand(words)}`;
}
