import type { OtherTape } from "../tape/find-tapes.ts";
import { listed } from "../../text/count.ts";

/** How a case was recorded, where it was, but not as it is played now; `others` are its recordings, the most alike first. */
export function recordedOtherwise(others: readonly OtherTape[]): string[] {
  const [nearest] = others;
  if (nearest === undefined) return [];
  const how = nearest.otherwise.map((what) => {
    switch (what) {
      case "stream":
        return nearest.stream ? "streamed" : "without streaming";
      case "model":
        return nearest.model === null
          ? "with each agent's own model"
          : `with the model ${nearest.model}`;
      case "trial":
        return `as trial ${nearest.trial}`;
    }
  });
  const more = others.length > 1 ? `, and ${others.length - 1} more` : "";
  return [`The case was recorded ${listed(how)}: ${nearest.file}${more}.`];
}

/** How to play what was recorded instead. */
export function asRecorded(others: readonly OtherTape[]): string[] {
  const [nearest] = others;
  if (nearest === undefined) return [];
  const flags = nearest.otherwise.flatMap((what) => {
    switch (what) {
      case "stream":
        return [nearest.stream ? "with --stream" : "without --stream"];
      case "model":
        return [
          nearest.model === null
            ? "without --model-override"
            : `with --model-override ${nearest.model}`,
        ];
      case "trial":
        return trialsFlag(others);
    }
  });
  return flags.length === 0 ? [] : [`To play what was recorded: run it ${listed(flags)}.`];
}

/** Trials are counted from 1, so only those that are recorded without a gap can be played. */
function trialsFlag(others: readonly OtherTape[]): string[] {
  const [nearest] = others;
  const alike = others.filter(
    ({ model, stream }) => model === nearest?.model && stream === nearest.stream,
  );
  let recorded = 0;
  while (alike.some(({ trial }) => trial === recorded + 1)) recorded++;
  return recorded === 0 ? [] : [`with --trials ${recorded}`];
}
