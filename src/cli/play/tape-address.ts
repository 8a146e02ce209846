import type { Case } from "../../cases/case.ts";
import type { TapeAddress } from "../../traffic/tape/path.ts";
import type { PlaySettings } from "./play-settings.ts";

/** Where the recording of a trial is filed: by its suite, its case, and how that is played. */
export function tapeAddress(
  suite: string,
  script: Case,
  trial: number,
  { modelOverride, stream }: Pick<PlaySettings, "modelOverride" | "stream">,
): TapeAddress {
  return {
    suite,
    case: script.id,
    trial,
    model: modelOverride ?? script.model_override ?? null,
    stream: stream === true || script.stream === true,
  };
}
