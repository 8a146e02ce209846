import { relative, resolve, sep } from "node:path";
import { styleText } from "node:util";
import { bytesIn, type MediaFolder } from "../../media/media-folder.ts";
import type { Surroundings } from "../../reports/report.ts";
import { suitesText, type EndedSuite } from "../../reports/terminal/suites.ts";
import type { Paint } from "../../reports/words/paint.ts";
import { absolute, shown } from "../../text/from-start.ts";
import { workingPackage } from "../../runs/settings/folders.ts";

const { stdout, stderr } = process;
const write = stdout.write.bind(stdout);

/** From now on, only `print` writes to stdout. Other output, such as a tool's log, goes to stderr. */
export function ownStdout(): void {
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write;
}

/** Resolves when stdout has taken a text, or refused it, which `main` reports. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => void write(text, () => resolve()));
}

/** Colours what goes to a terminal; NO_COLOR and FORCE_COLOR are honoured. */
export const paint: Paint = (style, text) => styleText(style, text, { stream: stdout });

/** Used if stdout is not a terminal: as wide as the pages on which CI shows it. */
const COLUMNS_OF_A_LOG = 160;

/** Where a report on stdout is read. `root` is what the paths in results are relative to, `media` where their files are. */
export function surroundings(
  root = workingPackage(),
  verbose = false,
  media: readonly MediaFolder[] = [],
): Surroundings {
  const repository = process.env["GITHUB_WORKSPACE"] ?? root;
  return {
    paint,
    verbose,
    // A terminal that does not know its size says 0.
    columns: stdout.columns || COLUMNS_OF_A_LOG,
    bytesOf: bytesIn(media),
    fromHere: (file) => shown(resolve(absolute(root), file)),
    inRepository: (file) =>
      relative(absolute(repository), resolve(absolute(root), file)).replaceAll(sep, "/"),
  };
}

/** The options that decide what stdout has: tables, the result as JSON, or nothing. */
export interface StdoutOptions {
  readonly reporter: readonly string[];
  readonly json?: boolean;
}

export function hasTables({ reporter, json = false }: StdoutOptions): boolean {
  return !json && reporter.includes("table");
}

/** Heads the tables of several suites on stdout, and sums them up. It prints nothing for a single suite. */
export class SeveralSuites {
  readonly #planned: number;
  readonly #isShown: boolean;
  readonly #ended: EndedSuite[] = [];

  constructor(planned: number, options: StdoutOptions) {
    this.#planned = planned;
    this.#isShown = planned > 1 && hasTables(options);
  }

  /** To be called before anything is printed of a suite. */
  begin(name: string): void {
    const gap = this.#ended.length > 0 ? "\n" : "";
    if (this.#isShown) stdout.write(`${gap}${paint("bold", name)}\n`);
  }

  ended(suite: EndedSuite): void {
    this.#ended.push(suite);
  }

  finish(): void {
    if (this.#isShown) stdout.write(`\n${suitesText(this.#ended, this.#planned, paint)}\n`);
  }
}
