import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { attempt } from "../../runner/errors.ts";
import { listed, plural, thousands } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { requireOwnTapes } from "../play/fixtures.ts";
import { prepare } from "../play/prepare.ts";
import { suiteFiles, type FileOptions, type SuiteFiles } from "../play/suites.ts";
import { EXIT } from "../process/exit-code.ts";
import {
  dropLeftovers,
  findLeftovers,
  leftoverText,
  type Leftovers,
  type ReplayingOptions,
} from "./leftovers.ts";
import { removeEmptied } from "./remove-emptied.ts";
import { tapedSuites, type TapedSuite } from "./suites.ts";

export type PruneOptions = FileOptions & ReplayingOptions & { readonly dryRun?: boolean };

/**
 * Removes the recordings of cases that are gone, and exchanges that nothing asks for in a replay. Returns the exit code.
 * Throws UsageError and CaseFileError before anything is removed.
 */
export async function prune(caseFiles: readonly string[], options: PruneOptions): Promise<number> {
  const suites = suiteFiles(caseFiles, options);
  for (const suite of suites) requireOwnTapes(suite, suite.fixtures);
  prepare("replay", suites, { ...options, clock: "recorded" });
  const findings: Findings[] = [];
  for (const suite of suites) {
    const [taped] = (await tapedSuites([suite.caseFile], {
      ...options,
      fixtures: suite.fixtures,
    })) as [TapedSuite];
    const tapes = taped.tapes.filter((file) => !taped.orphans.has(file));
    const leftovers = await findLeftovers(suite, tapes, options);
    findings.push({ suite, orphans: [...taped.orphans], ...leftovers });
  }
  for (const found of findings) pruneSuite(found, options.dryRun === true);
  return EXIT.passed;
}

interface Findings extends Leftovers {
  readonly suite: SuiteFiles;
  readonly orphans: readonly string[];
}

const MOST_NAMED = 5;

/** Says what is removed before it is. */
function pruneSuite({ suite, orphans, found, undecided }: Findings, isDry: boolean): void {
  const { caseFile, fixtures } = suite;
  const [removed, dropped] = isDry ? ["Would remove", "Would drop"] : ["Removing", "Dropping"];
  const unasked = found.reduce((sum, one) => sum + one.unasked.length, 0);
  const lines = [
    ...(orphans.length === 0
      ? []
      : [
          `${removed} ${plural(orphans.length, "recording")} of cases that are not in ${caseFile}:`,
          ...orphans.map((file) => `  ${file}`),
        ]),
    ...(unasked === 0
      ? []
      : [
          `${dropped} ${plural(unasked, "exchange")} that nothing asks for:`,
          ...found.map((one) => `  ${leftoverText(one)}`),
        ]),
    ...(orphans.length + unasked > 0
      ? []
      : [`There is nothing to prune in the recordings of ${caseFile} in ${fixtures}.`]),
    ...(undecided.length === 0
      ? []
      : [
          `${thousands(undecided.length)} could not be replayed to the end, and ${undecided.length === 1 ? "stays as it is" : "stay as they are"}: ${listed(undecided, MOST_NAMED)}`,
        ]),
  ];
  process.stdout.write(`${lines.map((line) => oneLine(line)).join("\n")}\n`);
  if (isDry) return;
  for (const file of orphans) attempt(`${file} could not be removed`, () => rmSync(file));
  for (const one of found)
    attempt(`${one.file.path} could not be written`, () => dropLeftovers(one));
  for (const file of [...orphans, ...found.map((one) => one.file.path)])
    removeEmptied(dirname(file), fixtures);
}
