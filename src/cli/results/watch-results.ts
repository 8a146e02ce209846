import { once } from "node:events";
import { existsSync } from "node:fs";
import type { PackedPart } from "../../reports/html/packed.ts";
import { endParts } from "../../reports/html/page.ts";
import { listed } from "../../text/count.ts";
import { onDisk } from "../../text/from-start.ts";
import { UserError } from "../../text/user-error.ts";
import { historiesOf } from "../output/history-file.ts";
import { pageLabels, pageTitle } from "../output/page-file.ts";
import { redacting } from "../output/result-reading.ts";
import { tell } from "../output/screen.ts";
import { interruption } from "../process/events.ts";
import { EXIT } from "../process/exit-code.ts";
import { openPage } from "../process/open-page.ts";
import { hideExperimentalWarnings } from "../../runs/process/quiet-node.ts";
import { WatchedFiles } from "../process/watched-files.ts";
import { FollowedResult } from "./followed-result.ts";
import { PageServer } from "./page-server.ts";
import { withoutBaselines, type ReportCommandOptions } from "./report.ts";

/**
 * Serves a page of results that changes with them, until it is interrupted. One that is not there yet is waited for.
 * Returns the exit code. Throws UserError for a file that is no result.
 */
export async function watchResults(
  files: readonly string[],
  { open = false, port = 0, ...options }: ReportCommandOptions,
): Promise<number> {
  hideExperimentalWarnings();
  const redact = redacting(options);
  const results = withoutBaselines(files).map((file) => new FollowedResult(file, redact));
  const server = new PageServer({ title: titleOf(results), parts: keepingLast(results) });
  const changes = new WatchedFiles(() => server.changed());
  try {
    changes.add(results.flatMap(({ files, history }) => [...files, history]));
    // What cannot be read is said before anybody looks.
    await partsOf(results);
    const stopped = interruption();
    await announce(await server.listen(port), results, open);
    if (!stopped.aborted) await once(stopped, "abort");
    return EXIT.passed;
  } finally {
    changes.close();
    server.close();
  }
}

async function announce(
  address: string,
  results: readonly FollowedResult[],
  open: boolean,
): Promise<void> {
  for (const { file, files } of results)
    if (!files.some((each) => existsSync(onDisk(each))))
      tell(`${file} is not there yet: a run that writes it is waited for.`);
  const names = listed(results.map(({ file }) => file));
  tell(`${address} shows ${names} and follows what changes there. Ctrl-C ends it.`);
  const problem = open ? await openPage(address) : undefined;
  if (problem !== undefined) tell(problem);
}

function titleOf(results: readonly FollowedResult[]): string {
  const headers = results.flatMap((result) => result.open()?.header ?? []);
  return headers.length === 0 ? listed(results.map(({ file }) => file)) : pageTitle(headers);
}

/** The parts of those results that are there. Throws UserError. */
async function partsOf(results: readonly FollowedResult[]): Promise<PackedPart[]> {
  const opened = results.flatMap((result) => {
    const reading = result.open();
    return reading === undefined ? [] : [{ result, reading }];
  });
  const readings = opened.map(({ reading }) => reading);
  const labels = pageLabels(readings);
  const parts = endParts({ histories: await historiesOf(readings) });
  for (const [number, { result, reading }] of opened.entries())
    parts.push(...(await result.parts(reading, number, labels[number] ?? "")));
  return parts;
}

/** The parts as they are now; where a file is just being written or was broken, those before. */
function keepingLast(results: readonly FollowedResult[]): () => Promise<readonly PackedPart[]> {
  let parts: readonly PackedPart[] = [];
  return async () => {
    try {
      parts = await partsOf(results);
    } catch (error) {
      // A journal goes when its result has come.
      const isGone = (error as NodeJS.ErrnoException).code === "ENOENT";
      if (!isGone && !(error instanceof UserError)) throw error;
      if (!isGone) tell((error as Error).message);
    }
    return parts;
  };
}
