import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HistoryResult } from "../../history/history-result.ts";
import { onDisk } from "../../text/from-start.ts";
import { UserError } from "../../text/user-error.ts";
import { hideExperimentalWarnings } from "../../runs/process/quiet-node.ts";
import type { NamedReading } from "./result-reading.ts";
import { tell } from "./screen.ts";

/** As many runs as a page shows. */
const MOST_RUNS = 100;

/** The history of the results in a directory. */
export function historyFile(output: string): string {
  return join(output, "history.sqlite");
}

/** What a page shows of the history of a suite; undefined if there is none. One that cannot be used is told of, once. */
export async function historyOf(output: string, suite: string): Promise<HistoryResult | undefined> {
  const file = historyFile(output);
  if (!existsSync(onDisk(file)) || unusable.has(file)) return undefined;
  hideExperimentalWarnings();
  const { History } = await import("../../history/history.ts");
  try {
    const history = await History.open(file);
    const found = history.of(suite, MOST_RUNS);
    history.close();
    return found;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    unusable.add(file);
    tell(error.message);
    return undefined;
  }
}

/** The histories of the suites of results, beside which they are. */
export async function historiesOf(
  results: readonly Pick<NamedReading, "file" | "header">[],
): Promise<HistoryResult[]> {
  const found = new Map<string, HistoryResult | undefined>();
  for (const { file, header } of results) {
    const folder = dirname(file);
    const key = join(folder, header.suite);
    if (!found.has(key)) found.set(key, await historyOf(folder, header.suite));
  }
  return [...found.values()].filter((one) => one !== undefined);
}

const unusable = new Set<string>();
