import { dirname, join } from "node:path";
import { MediaFolder } from "../../media/media-folder.ts";
import { Gate } from "../../gate/gate.ts";
import { readResultEnds } from "../../results/result-ends.ts";
import { readResult } from "../../results/read-result.ts";
import { ResultFile } from "../../results/result-file.ts";
import type { ResultHeader } from "../../results/result.ts";
import { mergedCases, mergedEnd, mergedHeader } from "../../results/merge/shards.ts";
import { attempt } from "../../runner/errors.ts";
import { listed } from "../../text/count.ts";
import { makeDirectory } from "../../text/make-directory.ts";
import type { RunOptions } from "../options/run-flags.ts";
import { ResultPlace } from "../../runs/files/result-place.ts";
import { loadBaseline } from "../../runs/watching/baseline-file.ts";
import { EXIT } from "../process/exit-code.ts";
import { workingPackage } from "../../runs/settings/folders.ts";
import { tell } from "../output/screen.ts";
import { takeLock } from "../../runs/files/lock.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";
import { hideExperimentalWarnings } from "../../runs/process/quiet-node.ts";

/** Joins the results of all shards of a suite to the one that a single run would have written. Returns the exit code. Throws UserError. */
export async function merge(
  files: readonly string[],
  { root = workingPackage(), output = join(root, "reports") }: Pick<RunOptions, "output" | "root">,
): Promise<number> {
  hideExperimentalWarnings();
  const shards = files.map((file) => ({ file, ...readResult(file) }));
  const header = mergedHeader(shards);
  const place = new ResultPlace(output, header);
  attempt(`${output} cannot be written to`, () => makeDirectory(output));
  const lock = await takeLock(place.lock, header.case_file);
  try {
    const result = new ResultFile(place.file(null), header);
    const ids = new Set<string>();
    const gate = gateOf(header, files, ids);
    const cases = mergedCases(shards);
    let next = cases.next();
    for (; next.done !== true; next = cases.next()) {
      result.add(next.value);
      ids.add(next.value.id);
      gate?.add(next.value);
    }
    const { duration_ms, stopped, agents = {}, ...others } = mergedEnd(next.value);
    const file = place.file(stopped);
    const conclusions = { agents, ...(gate && { gate: gate.end(agents) }), ...others };
    result.close(stopped, conclusions, { file, duration_ms });
    const media = new MediaFolder(output);
    attempt(`${media.path} could not be written`, () => {
      for (const shard of files) new MediaFolder(dirname(shard)).copyTo(media);
    });
    tell(`Merged ${listed(files)} into ${file}.`);
  } finally {
    lock.release();
  }
  return EXIT.passed;
}

/** The gate that compares all cases, if that of each shard did so with its own. `ids` are those of cases, as they are read. */
function gateOf(
  { traffic, case_file, until, max_trials: maxTrials }: ResultHeader,
  files: readonly string[],
  ids: Set<string>,
): Gate | undefined {
  const gates = files.flatMap((file) => readResultEnds(file)?.gate ?? []);
  const [first] = gates;
  if (first === undefined) return undefined;
  for (const { cases } of gates)
    for (const { id, status } of cases) if (status === "not_played") ids.add(id);
  const { baseline: file, alpha } = first;
  const blessCommand = ownCommand(["run", case_file, "--baseline", file, "--bless"]);
  const baseline = loadBaseline(file, { blessCommand, required: true, replaceable: false });
  const drift = gates.every((gate) => gate.drift?.allowed !== false);
  return baseline && new Gate({ baseline, file, traffic, alpha, ids, until, maxTrials, drift });
}
