import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { MODULE_ENDINGS } from "../../runner/agents/load-module.ts";
import { EVERY_CASE, selectCases, surveyCases } from "../../runner/suite/select-cases.ts";
import { orphanedTapes, suiteTapes, tapesIn } from "../../traffic/tape/find-tapes.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { usualFixtures } from "../../runs/files/fixtures.ts";
import { recordedSuites, type SuiteFiles } from "../../runs/files/suites.ts";
import { workingPackage } from "../../runs/settings/folders.ts";

/** The options that say where recordings are. */
export type PlaceOptions = Pick<PlayOptions, "fixtures" | "root" | "suites">;

/** A suite and the files of its recordings. */
export interface TapedSuite {
  readonly name: string;
  /** Undefined if only its recordings are known. */
  readonly caseFile: string | undefined;
  readonly fixtures: string;
  /** Sorted. */
  readonly tapes: readonly string[];
  /** Those that belong to no case of the case file. */
  readonly orphans: ReadonlySet<string>;
  /** Those of the case file. */
  readonly ids: ReadonlySet<string>;
}

/** The suites of these case files; if none are named, all that have recordings. Throws UsageError and CaseFileError. */
export async function tapedSuites(
  caseFiles: readonly string[],
  options: PlaceOptions,
): Promise<TapedSuite[]> {
  const suites: TapedSuite[] = [];
  if (caseFiles.length > 0)
    for (const suite of recordedSuites(caseFiles, options)) suites.push(await tapedSuite(suite));
  else for (const suite of foundSuites(options)) suites.push(await suite);
  return suites;
}

async function tapedSuite({
  name,
  caseFile,
  fixtures,
}: Pick<SuiteFiles, "name" | "caseFile" | "fixtures">): Promise<TapedSuite> {
  const survey = await surveyCases(caseFile, EVERY_CASE, 1);
  const ids = new Set<string>();
  for await (const { case: testCase } of selectCases(survey, EVERY_CASE, false))
    ids.add(testCase.id);
  const orphans = new Set(orphanedTapes(fixtures, name, ids));
  return { name, caseFile, fixtures, tapes: suiteTapes(fixtures, name), orphans, ids };
}

const CASE_ENDINGS = [
  ".jsonl",
  ".json",
  ".cases.json",
  ...MODULE_ENDINGS.map((ending) => `.cases${ending}`),
];

/** The suites that have a folder of recordings, with their case files where those stand where people put them. */
function foundSuites(options: PlaceOptions): (TapedSuite | Promise<TapedSuite>)[] {
  const fixtures = usualFixtures(options);
  const { root = workingPackage() } = options;
  if (!existsSync(fixtures)) return [];
  return readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const caseFile = [...CASE_ENDINGS.map((ending) => `evals/${name}${ending}`), `${name}.jsonl`]
        .map((file) => join(root, file))
        .find((file) => existsSync(file));
      if (caseFile !== undefined) return tapedSuite({ name, caseFile, fixtures });
      const tapes = tapesIn(join(fixtures, name));
      const none: ReadonlySet<string> = new Set();
      return { name, caseFile, fixtures, tapes, orphans: none, ids: none };
    });
}
