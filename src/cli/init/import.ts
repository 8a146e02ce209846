import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { makeDirectory } from "../../text/make-directory.ts";
import type { CaseLine } from "../../cases/rules/case-line.ts";
import { plural } from "../../text/count.ts";
import { MODULE_ENDINGS } from "../../runner/agents/load-module.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import { MissingFileError } from "../../text/missing-file.ts";
import { EXIT } from "../process/exit-code.ts";
import { ownCommand } from "../process/own-command.ts";
import { printable } from "../../text/printable.ts";
import { tell } from "../output/screen.ts";

export interface ImportOptions {
  /** The case file to write; stdout by default. */
  readonly output?: string;
  readonly force?: boolean;
  /** Where the cases start. */
  readonly agent?: string;
}

type Reader = (text: string, file: string, agent: string | undefined) => CaseLine[];

/** By the ending of the file. */
const READERS: Readonly<Record<string, () => Promise<Reader>>> = {
  ".json": async () => (await import("../../cases/importing/import-swarm.ts")).readSwarmCases,
  ".csv": async () => (await import("../../cases/importing/import-csv.ts")).readCsvCases,
};

/** Makes a case file from Swarm's cases or from a table. Returns the exit code. Throws UsageError and CaseFileError. */
export async function importCases(file: string, options: ImportOptions): Promise<number> {
  const { output, force = false, agent } = options;
  const load = READERS[extname(file).toLowerCase()];
  if (load === undefined) {
    throw new UsageError(
      `${file} cannot be imported: it must be .json, with Swarm's own cases, or .csv, with a case in each row.`,
    );
  }
  if (output !== undefined && existsSync(output) && !force)
    throw new UsageError(
      `${output} exists already. Name another file, or overwrite it with --force.`,
    );
  const cases = (await load())(readText(file), file, agent);
  const text = cases.map((line) => `${JSON.stringify(line)}\n`).join("");
  if (output === undefined) {
    process.stdout.write(printable(text));
    return EXIT.passed;
  }
  attempt(`${output} could not be written`, () => {
    makeDirectory(dirname(output));
    writeFileSync(output, text);
  });
  tell(`${plural(cases.length, "case")} in ${output}. ${hint(output)}`);
  return EXIT.passed;
}

function hint(output: string): string {
  const stem = output.slice(0, output.length - extname(output).length);
  const beside = MODULE_ENDINGS.some((ending) => existsSync(stem + ending));
  const agents = beside ? "" : " --agents <module>";
  return `Play them: ${ownCommand(["run", output])}${agents} --traffic record`;
}

function readText(file: string): string {
  if (!existsSync(file)) throw new MissingFileError("file", file, /\.(?:json|csv)$/);
  const bytes = attempt(`${file} could not be read`, () => readFileSync(file));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${file} is not valid UTF-8. Save it as UTF-8.`, { cause: error });
  }
}
