import { leavingLines } from "../../models/leaving.ts";
import type { Summary, TrafficMode } from "../../results/result.ts";
import { listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

type Asked = Pick<Summary, "spending" | "judges">;

/** What is to be said once of the models that a run asked, over all its suites, agents' and judges'. */
export function askedModelLines(
  summaries: readonly Asked[],
  traffic: TrafficMode,
  now: Date,
): string[] {
  const models = summaries.flatMap(({ spending, judges }) =>
    [spending, judges].flatMap((took) => Object.keys(took)),
  );
  // A replay asks nobody, and is left in peace.
  const leaving = traffic === "replay" ? [] : leavingLines(models, now);
  return [...answeredByLines(summaries), ...leaving].map((line) => `warning: ${line}`);
}

/** A line for each model in whose place another answered: `asked for gpt-5.4, llama3 answered`. */
function answeredByLines(summaries: readonly Asked[]): string[] {
  const answering = new Map<string, Set<string>>();
  for (const [model, { answered_by: others = [] }] of summaries.flatMap(({ spending, judges }) =>
    [spending, judges].flatMap((took) => Object.entries(took)),
  ))
    if (others.length > 0)
      answering.set(model, new Set([...(answering.get(model) ?? []), ...others]));
  return [...answering].map(
    ([model, others]) =>
      `asked for ${oneLine(model)}, ${listed([...others].map((name) => oneLine(name)))} answered. Costs go by what answered.`,
  );
}
