import { listed } from "../../text/count.ts";
import type { OtherTape } from "../tape/find-tapes.ts";

/** How a case was recorded, if not as it is played now. `others` are its recordings, the most similar first. */
export function describeOtherTapes(others: readonly OtherTape[]): string[] {
  const [nearest] = others;
  if (nearest === undefined) return [];
  const how = nearest.differences.map((difference) => {
    switch (difference) {
      case "stream":
        return nearest.stream ? "streamed" : "without streaming";
      case "variant":
        return nearest.variant === undefined
          ? "without a variant"
          : `as the variant ${nearest.variant}`;
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

/** The flags that play one of these recordings instead. */
export function flagsForOtherTapes(others: readonly OtherTape[]): string[] {
  const [nearest] = others;
  if (nearest === undefined) return [];
  const flags = nearest.differences.flatMap((difference) => {
    switch (difference) {
      case "stream":
        return [nearest.stream ? "with --stream" : "without --stream"];
      case "variant":
        return [
          nearest.variant === undefined ? "without --variant" : `with --variant ${nearest.variant}`,
        ];
      case "model":
        return [
          nearest.model === null
            ? "without --model-override"
            : `with --model-override ${nearest.model}`,
        ];
      case "trial":
        return trialsFlag(nearest, others);
    }
  });
  return flags.length === 0 ? [] : [`To play what was recorded: run it ${listed(flags)}.`];
}

/** Trials are counted from 1, so only those that were recorded without a gap can be played. */
function trialsFlag(nearest: OtherTape, others: readonly OtherTape[]): string[] {
  const trials = new Set(
    others
      .filter(
        ({ model, variant, stream }) =>
          model === nearest.model && variant === nearest.variant && stream === nearest.stream,
      )
      .map(({ trial }) => trial),
  );
  let recorded = 0;
  while (trials.has(recorded + 1)) recorded++;
  return recorded === 0 ? [] : [`with --trials ${recorded}`];
}
