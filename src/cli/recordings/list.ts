import { join } from "node:path";
import { plainTable } from "../../reports/words/plain-table.ts";
import { plural, thousands } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import { EXIT } from "../process/exit-code.ts";
import { flag, ownCommand } from "../process/own-command.ts";
import { readKept, type KeptTape } from "./kept-tape.ts";
import { tapedSuites, type PlaceOptions, type TapedSuite } from "./suites.ts";
import { shortLine, size, whoAnswered } from "./words.ts";

export interface ListOptions extends PlaceOptions {
  readonly json?: boolean;
}

/** Lists the recordings of suites. Returns the exit code. Throws UsageError and CaseFileError. */
export async function list(files: readonly string[], options: ListOptions): Promise<number> {
  const suites = await tapedSuites(files, options);
  if (options.json === true) {
    for (const suite of suites) process.stdout.write(`${JSON.stringify(suiteJson(suite))}\n`);
  } else if (suites.length === 0) {
    const command = `${ownCommand(["run"])} <cases> --traffic record`;
    const where = options.fixtures ?? "fixtures";
    process.stdout.write(`There are no recordings in ${where}. To make some: ${command}\n`);
  } else {
    const texts = suites.map((suite) => suiteText(suite, options));
    process.stdout.write(`${texts.join("\n\n")}\n`);
  }
  return EXIT.passed;
}

function suiteJson(suite: TapedSuite): object {
  const { name, caseFile = null, fixtures, tapes, orphans } = suite;
  return {
    suite: name,
    case_file: caseFile,
    fixtures,
    recordings: tapes.map((file) => {
      const { text, content, problem } = readKept(file);
      const { case: id = null, suite: _, ...header } = content?.header ?? {};
      return {
        file,
        case: id,
        ...header,
        requests: content?.exchanges.length ?? null,
        bytes: Buffer.byteLength(text),
        orphaned: orphans.has(file),
        problem: problem?.message ?? null,
      };
    }),
  };
}

function suiteText(suite: TapedSuite, options: PlaceOptions): string {
  const { name, caseFile, fixtures, tapes, orphans } = suite;
  const folder = join(fixtures, name);
  if (tapes.length === 0) {
    const cases = caseFile ?? "<cases>";
    return `There are no recordings of ${cases} in ${folder}. To make some: ${ownCommand(["run", cases, "--traffic", "record"])}`;
  }
  const kept = tapes.map(readKept);
  const bytes = kept.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const problems = kept.flatMap(({ problem }) => problem ?? []);
  return [
    `${caseFile ?? "(no case file is known)"}: ${plural(tapes.length, "recording")} in ${folder}, ${size(bytes)}`,
    table(kept, orphans),
    ...problems.map(({ message }) => printable(message)),
    ...orphanLines(suite, options),
  ].join("\n");
}

function orphanLines({ caseFile, orphans }: TapedSuite, { fixtures }: PlaceOptions): string[] {
  if (orphans.size === 0 || caseFile === undefined) return [];
  const [belong, remove] = orphans.size === 1 ? ["belongs", "it"] : ["belong", "them"];
  const prune = ownCommand(["recordings", "prune", caseFile, ...flag("--fixtures", fixtures)]);
  return [
    `${thousands(orphans.size)} ${belong} to no case. To remove ${remove}: ${prune}; if a case was renamed: npx swarm-eval recordings rename <old id> <new id>`,
  ];
}

/** The columns, each with its cell; those that are empty in every row are left out. */
const COLUMNS: Readonly<Record<string, (tape: KeptTape, orphans: ReadonlySet<string>) => string>> =
  {
    case: ({ content, file }) => shortLine(content?.header.case ?? file),
    state: ({ content, file }, orphans) =>
      [
        ...(orphans.has(file) ? ["orphaned"] : []),
        ...(content === undefined ? ["broken"] : []),
        ...(content?.header.outcome === "errored" ? ["errored"] : []),
      ].join(", "),
    model: ({ content }) => shortLine(content?.header.model ?? ""),
    streamed: ({ content }) => (content?.header.stream === true ? "yes" : ""),
    "answered by": ({ content }) => (content === undefined ? "" : whoAnswered(content.header)),
    recorded: ({ content }) => shortLine(content?.header.recorded_at ?? ""),
    trial: ({ content }) => String(content?.header.trial ?? ""),
    requests: ({ content }) => (content === undefined ? "" : thousands(content.exchanges.length)),
    size: ({ text }) => size(Buffer.byteLength(text)),
  };

const FIRST_NUMBER = "trial";

function table(kept: readonly KeptTape[], orphans: ReadonlySet<string>): string {
  const columns = Object.entries(COLUMNS)
    .map(([head, cellOf]) => ({ head, cells: kept.map((tape) => cellOf(tape, orphans)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const heads = columns.map(({ head }) => head);
  const rows = kept.map((_, row) => columns.map(({ cells }) => cells[row] ?? ""));
  return plainTable(heads, rows, heads.indexOf(FIRST_NUMBER));
}
