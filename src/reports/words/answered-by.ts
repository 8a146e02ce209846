import type { Summary } from "../../results/result.ts";
import { listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

/** A line for each model in whose place another answered, over all suites of a run: `asked for gpt-4o, llama3 answered`. */
export function answeredByLines(
  summaries: readonly Pick<Summary, "spending" | "judges">[],
): string[] {
  const answering = new Map<string, Set<string>>();
  for (const [model, { answered_by: others = [] }] of summaries.flatMap(({ spending, judges }) =>
    [spending, judges].flatMap((took) => Object.entries(took)),
  ))
    if (others.length > 0)
      answering.set(model, new Set([...(answering.get(model) ?? []), ...others]));
  return [...answering].map(
    ([model, others]) =>
      `warning: asked for ${oneLine(model)}, ${listed([...others].map((name) => oneLine(name)))} answered. Costs go by what answered.`,
  );
}
