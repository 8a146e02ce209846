import type { PlacedCase } from "../cases/reading/read-cases.ts";
import { openCases } from "../runner/suite/open-cases.ts";
import { absolute } from "../text/from-start.ts";
import { suiteFolder } from "../traffic/tape/path.ts";
import { suiteFiles, type SuiteFiles } from "./files/suites.ts";
import { settingsOf, type LibraryOptions } from "./library-options.ts";
import { enterGround } from "./process/ground.ts";

/** What a suite is, before anything of it is played. Paths are absolute. */
export interface OpenedSuite {
  /** Its recordings and its result are filed under it. */
  readonly name: string;
  readonly caseFile: string;
  /** The case file, and the config if there is one. */
  readonly files: readonly string[];
  /** The folder of its recordings. */
  readonly recordings: string;
  readonly cases: readonly PlacedCase[];
}

/** Reads a suite that is named as for `runSuite`. Throws UsageError and CaseFileError. */
export async function openSuite(cases: string, options: LibraryOptions): Promise<OpenedSuite> {
  const ground = enterGround();
  try {
    const settings = await settingsOf(options);
    const [suite] = suiteFiles([cases], settings) as [SuiteFiles];
    const { name, caseFile, fixtures } = suite;
    const { file: config } = settings.asking ?? {};
    return {
      name,
      caseFile: absolute(caseFile),
      files: [caseFile, ...(config === undefined ? [] : [config])].map(absolute),
      recordings: absolute(suiteFolder(fixtures, name)),
      cases: await listed(openCases(caseFile)),
    };
  } finally {
    ground.leave();
  }
}

async function listed<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
