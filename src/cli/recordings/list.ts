import { join } from "node:path";
import { plainTable } from "../../reports/words/plain-table.ts";
import { plural, thousands, size } from "../../text/count.ts";
import { printable } from "../../text/printable.ts";
import type { TapeHeader } from "../../traffic/tape/tape.ts";
import { usualFixtures } from "../../runs/files/fixtures.ts";
import { EXIT } from "../process/exit-code.ts";
import { flag, ownCommand } from "../../runs/settings/own-command.ts";
import { readKept } from "./kept-tape.ts";
import { tapedSuites, type PlaceOptions, type TapedSuite } from "./suites.ts";
import { shortLine, whoAnswered } from "./words.ts";

export interface ListOptions extends PlaceOptions {
  readonly json?: boolean;
}

/** Lists the recordings of suites. Returns the exit code. Throws UsageError and CaseFileError. */
export async function list(files: readonly string[], options: ListOptions): Promise<number> {
  const suites = await tapedSuites(files, options);
  if (options.json === true) {
    for (const suite of suites)
      process.stdout.write(`${printable(JSON.stringify(suiteJson(suite)))}\n`);
  } else if (suites.length === 0) {
    const command = `${ownCommand(["run"])} <cases> --traffic record`;
    const where = usualFixtures(options);
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
    recordings: tapes.map(listed).map(({ header, requests = null, problem = null, ...tape }) => {
      const { case: id = null, suite: _, ...rest } = header ?? {};
      const orphaned = orphans.has(tape.file);
      return { file: tape.file, case: id, ...rest, requests, bytes: tape.bytes, orphaned, problem };
    }),
  };
}

/** What is listed of a tape. The texts of all tapes together may be too much to hold. */
interface ListedTape {
  readonly file: string;
  /** Undefined if it cannot be played, as are its requests. */
  readonly header: TapeHeader | undefined;
  readonly requests: number | undefined;
  readonly bytes: number;
  /** Why it cannot be played. */
  readonly problem: string | undefined;
}

function listed(file: string): ListedTape {
  const { text, content, problem } = readKept(file);
  return {
    file,
    header: content?.header,
    requests: content?.exchanges.length,
    bytes: Buffer.byteLength(text),
    problem: problem?.message,
  };
}

/** Nobody reads more, and to draw them takes a millisecond each. */
const MOST_ROWS = 1_000;

function suiteText(suite: TapedSuite, options: PlaceOptions): string {
  const { name, caseFile, fixtures, tapes, orphans } = suite;
  const folder = join(fixtures, name);
  if (tapes.length === 0) {
    const cases = caseFile ?? "<cases>";
    return `There are no recordings of ${cases} in ${folder}. To make some: ${ownCommand(["run", cases, "--traffic", "record"])}`;
  }
  const rows = tapes.map(listed);
  const bytes = rows.reduce((sum, tape) => sum + tape.bytes, 0);
  const problems = rows.flatMap(({ problem }) => problem ?? []);
  return [
    `${caseFile ?? "(no case file is known)"}: ${plural(tapes.length, "recording")} in ${folder}, ${size(bytes)}`,
    table(rows.slice(0, MOST_ROWS), orphans),
    ...(rows.length <= MOST_ROWS
      ? []
      : [`… and ${thousands(rows.length - MOST_ROWS)} more, which --json lists too`]),
    ...problems.map((problem) => printable(problem)),
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
const COLUMNS: Readonly<Record<string, (tape: ListedTape, orphaned: boolean) => string>> = {
  case: ({ header, file }) => shortLine(header?.case ?? file),
  state: ({ header }, orphaned) =>
    [
      ...(orphaned ? ["orphaned"] : []),
      ...(header === undefined ? ["broken"] : []),
      ...(header?.outcome === "errored" ? ["errored"] : []),
      ...(header?.ended === undefined ? [] : ["ended early"]),
    ].join(", "),
  variant: ({ header }) => shortLine(header?.variant ?? ""),
  model: ({ header }) => shortLine(header?.model ?? ""),
  streamed: ({ header }) => (header?.stream === true ? "yes" : ""),
  "answered by": ({ header }) => (header === undefined ? "" : whoAnswered(header)),
  recorded: ({ header }) => shortLine(header?.recorded_at ?? ""),
  trial: ({ header }) => String(header?.trial ?? ""),
  requests: ({ requests }) => (requests === undefined ? "" : thousands(requests)),
  size: ({ bytes }) => size(bytes),
};

const FIRST_NUMBER = "trial";

function table(tapes: readonly ListedTape[], orphans: ReadonlySet<string>): string {
  const columns = Object.entries(COLUMNS)
    .map(([head, cellOf]) => ({
      head,
      cells: tapes.map((tape) => cellOf(tape, orphans.has(tape.file))),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const heads = columns.map(({ head }) => head);
  const rows = tapes.map((_, row) => columns.map(({ cells }) => cells[row] ?? ""));
  return plainTable(heads, rows, heads.indexOf(FIRST_NUMBER));
}
