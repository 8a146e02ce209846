import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { attempt } from "../../runner/errors.ts";
import { listed, plural, thousands } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { MediaFolder } from "../../media/media-folder.ts";
import { referencesIn } from "../../media/media.ts";
import { suiteTapes } from "../../traffic/tape/find-tapes.ts";
import { suiteFolder } from "../../traffic/tape/path.ts";
import { requireOwnTapes } from "../../runs/files/fixtures.ts";
import { redactorOf } from "../../runs/plan/services.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { suiteFiles, type FileOptions, type SuiteFiles } from "../../runs/files/suites.ts";
import { showThrough } from "../output/screen.ts";
import { EXIT } from "../process/exit-code.ts";
import {
  dropLeftovers,
  findLeftovers,
  leftoverText,
  type Leftovers,
  type ReplayingOptions,
} from "./leftovers.ts";
import { readKept } from "./kept-tape.ts";
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
  showThrough(redactorOf(options));
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
  for (const found of findings) {
    const isDry = options.dryRun === true;
    pruneSuite(found, isDry);
    pruneMedia(found, isDry);
  }
  return EXIT.passed;
}

interface Findings extends Leftovers {
  readonly suite: SuiteFiles;
  readonly orphans: readonly string[];
}

/** The pictures and sounds that no recording names that stays. */
function unnamedMedia({ suite: { name, fixtures }, orphans }: Findings): string[] {
  const kept = suiteTapes(fixtures, name).filter((file) => !orphans.includes(file));
  const named = kept.flatMap((file) => referencesIn(readKept(file).text));
  return new MediaFolder(suiteFolder(fixtures, name)).others(named);
}

/** Says what is removed before it is. */
function pruneMedia(found: Findings, isDry: boolean): void {
  const files = unnamedMedia(found);
  if (files.length === 0) return;
  const what = plural(files.length, "picture or sound", "pictures and sounds");
  const lines = [
    `${isDry ? "Would remove" : "Removing"} ${what} that no recording names:`,
    ...files.map((file) => `  ${file}`),
  ];
  process.stdout.write(`${lines.map((line) => oneLine(line)).join("\n")}\n`);
  if (isDry) return;
  for (const file of files) attempt(`${file} could not be removed`, () => rmSync(file));
  removeEmptied(dirname(files[0] as string), found.suite.fixtures);
}

const MOST_NAMED = 5;

/** Says what is removed before it is. */
function pruneSuite(findings: Findings, isDry: boolean): void {
  const { suite, orphans, found, undecided } = findings;
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
    ...(orphans.length + unasked + unnamedMedia(findings).length > 0
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
