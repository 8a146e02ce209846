import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname } from "node:path";
import { makeDirectory } from "../../text/make-directory.ts";
import { Unmapped } from "../../cases/importing/unmapped.ts";
import { plural } from "../../text/count.ts";
import { MODULE_ENDINGS } from "../../runner/agents/load-module.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import { MissingFileError } from "../../text/missing-file.ts";
import { redactorFor } from "../../traffic/redact/redact.ts";
import type { FormatName } from "./format-names.ts";
import { readerOf } from "./formats.ts";
import type { Source } from "./source.ts";
import { redactedCases } from "./redacted-cases.ts";
import type { ImportSettings } from "./record-replies.ts";
import { EXIT } from "../process/exit-code.ts";
import { ownCommand } from "../../runs/settings/own-command.ts";
import { printable } from "../../text/printable.ts";
import { tell } from "../output/screen.ts";

export interface ImportOptions extends ImportSettings {
  /** The case file to write; stdout by default. */
  readonly output?: string;
  readonly force?: boolean;
  /** Where the cases start. */
  readonly agent?: string;
  /** The directory of recordings, if replies of a trace become some. */
  readonly fixtures?: string;
  /** The agents module that they are made with. */
  readonly agents?: string;
  /** The format; what the file looks like by default. */
  readonly from?: FormatName;
}

/**
 * Makes a case file from a file of another tool or a table, without its secrets, and says on stderr what it leaves out.
 * Returns the exit code. Throws UsageError and CaseFileError.
 */
export async function importCases(file: string, options: ImportOptions): Promise<number> {
  const { output, force = false, agent, from, fixtures, secrets } = options;
  if (fixtures !== undefined && output === undefined)
    throw new UsageError("--fixtures needs a case file to record: name it with -o.");
  const source: Source = {
    file,
    text: readText(file),
    agent,
    unmapped: new Unmapped(),
    replies: new Map(),
  };
  const read = await readerOf(source, from);
  if (output !== undefined && existsSync(output) && !force)
    throw new UsageError(
      `${output} exists already. Name another file, or overwrite it with --force.`,
    );
  const cases = read(source);
  const left = source.unmapped.lines();
  if (cases.length === 0)
    throw new UsageError([`${file} holds nothing that could become a case.`, ...left].join("\n  "));
  const imported = cases.map((line) => ({ line, replies: source.replies.get(line.id) }));
  const redacted = redactedCases(imported, redactorFor(process.env, { secrets }));
  const text = redacted.map(({ line }) => `${JSON.stringify(line)}\n`).join("");
  if (output === undefined) {
    process.stdout.write(printable(text));
  } else {
    attempt(`${output} could not be written`, () => {
      makeDirectory(dirname(output));
      writeFileSync(output, text);
    });
    tell(`${plural(cases.length, "case")} in ${output}. ${hint(output, options)}`);
  }
  if (left.length > 0) tell(["Left out, for cases have no word for it:", ...left].join("\n  "));
  if (fixtures === undefined || output === undefined) return EXIT.passed;
  const { recordReplies } = await import("./record-replies.ts");
  const recorded = { ...options, cases: output, fixtures };
  const replies = new Map(redacted.map(({ line, replies: own }) => [line.id, own]));
  for (const line of await recordReplies(replies, recorded)) tell(line);
  return EXIT.passed;
}

function hint(output: string, { agents, fixtures }: ImportOptions): string {
  const stem = output.slice(0, output.length - extname(output).length);
  const beside = MODULE_ENDINGS.some((ending) => existsSync(stem + ending));
  const flags = [
    ...(agents === undefined && beside ? [] : ["--agents", agents ?? "<module>"]),
    ...(fixtures === undefined ? ["--traffic", "record"] : ["--fixtures", fixtures]),
  ];
  return `Play them: ${ownCommand(["run", output])} ${flags.join(" ")}`;
}

function readText(file: string): string {
  if (!existsSync(file)) throw new MissingFileError("file", file, /\.(?:jsonl?|csv|ya?ml)$/);
  const bytes = attempt(`${file} could not be read`, () => readFileSync(file));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${file} is not valid UTF-8. Save it as UTF-8.`, { cause: error });
  }
}
