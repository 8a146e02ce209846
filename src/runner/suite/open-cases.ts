import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { moduleCases } from "../../cases/reading/module-cases.ts";
import { readCases, type PlacedCase } from "../../cases/reading/read-cases.ts";
import { readTypesOnLoad } from "../../signatures/loading/hooks.ts";
import { loadModule, MODULE_ENDINGS, withDeadline } from "../agents/load-module.ts";
import { UsageError } from "../errors.ts";
import { onDisk } from "../../text/from-start.ts";

/** Whether a file is a module by its name. */
export function isModule(file: string): boolean {
  return MODULE_ENDINGS.some((ending) => file.endsWith(ending));
}

/**
 * The cases of a file in its order: JSONL, a list in JSON, or the default export of a module. Throws CaseFileError at the
 * end of a file with mistakes, and UsageError for one that cannot be read or loaded.
 */
export async function* openCases(file: string): AsyncGenerator<PlacedCase> {
  try {
    yield* isModule(file) ? await loadCases(file) : readCases(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new UsageError(`${file} could not be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function loadCases(file: string): Promise<PlacedCase[]> {
  const unloaded = (reason: string): UsageError =>
    new UsageError(`${file} could not be loaded: ${reason}.`);
  readTypesOnLoad();
  const { default: cases } = await withDeadline(loadModule(file), unloaded);
  if (!Array.isArray(cases)) throw new UsageError(notCases(file));
  return moduleCases(cases, file, readFileSync(onDisk(file), "utf8"));
}

/** For a module that is named as a case file and has no cases. */
export function notCases(file: string): string {
  const stem = file.slice(0, -extname(file).length);
  if (stem.endsWith(".cases"))
    return `${file} exports no cases. Its default export must be a list of them: export default defineCases([…]).`;
  return `${file} is a module. Name the cases that are played against it, such as ${stem}.jsonl; a module of cases says export default defineCases([…]), and is called ${stem}.cases${extname(file)}.`;
}
