import type { ComparisonPart, HistoryPart, RunPart } from "../../reports/html/parts.ts";
import { agentNames, type AgentNames } from "./agent-names.ts";
import { Run } from "./run.ts";
import type { Source } from "./source.ts";

/** All that a page shows. */
export interface Page {
  readonly runs: readonly Run[];
  readonly comparisons: readonly ComparisonPart[];
  readonly histories: readonly HistoryPart[];
  /** Everybody who acts in any of the runs, in the order of their colours. */
  readonly agents: AgentNames;
  readonly mediaUrl: Source["mediaUrl"];
}

/** Unpacks all but the conversations. */
export async function loadPage(source: Source): Promise<Page> {
  const names = await source.names();
  const all = async <T>(kind: string): Promise<T[]> => {
    const ofKind = names.filter((name) => name.startsWith(`${kind}/`));
    ofKind.sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
    return (await Promise.all(ofKind.map((name) => source.value(name)))) as T[];
  };
  const [runs, comparisons, histories] = await Promise.all([
    all<RunPart>("run"),
    all<ComparisonPart>("comparison"),
    all<HistoryPart>("history"),
  ]);
  return {
    runs: runs.map((part, number) => new Run(number, part, source)),
    comparisons,
    histories,
    agents: agentNames(runs),
    mediaUrl: source.mediaUrl,
  };
}
