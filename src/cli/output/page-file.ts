import { dirname } from "node:path";
import { bytesIn, MediaFolder } from "../../media/media-folder.ts";
import { Page, runLabel, type PageEnd } from "../../reports/html/page.ts";
import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import { listed } from "../../text/count.ts";
import { ReportFiles } from "./report-files.ts";
import type { NamedReading } from "./result-reading.ts";

type Named = Pick<NamedReading, "file" | "header">;

const MOST_NAMED = 3;

/** An HTML page of results, which takes its place when it is whole. All methods throw UsageError where it cannot be written. */
export class PageFile {
  readonly #page: Page;
  readonly #files: ReportFiles;
  readonly #name: string;
  readonly #output: string;

  /** `name` is that of the file, without its ending, in the directory `output`. */
  constructor(output: string, name: string, title: string) {
    this.#page = new Page(title);
    this.#files = new ReportFiles(output, name);
    this.#name = name;
    this.#output = output;
  }

  /** Begins the next run, which ends before another begins. */
  run({ file, header }: Named, label: string) {
    const folders = [new MediaFolder(dirname(file)), new MediaFolder(this.#output)];
    const run = this.#page.run(header, label, bytesIn(folders));
    return {
      caseFinished: (result: CaseResult): void => this.#put(run.add(result)),
      end: (end: SuiteEnd): void => this.#put(run.end(end)),
    };
  }

  /** Returns the path of the page. */
  finish(end: PageEnd = {}): string {
    this.#put(this.#page.end(end));
    const [path = ""] = this.#files.finish(this.#name);
    return path;
  }

  #put(text: string): void {
    this.#files.put(".html", "end", text);
  }
}

/** What heads a page of these results. */
export function pageTitle(headers: readonly Pick<ResultHeader, "suite">[]): string {
  return listed([...new Set(headers.map(({ suite }) => suite))], MOST_NAMED);
}

/** What each run is called on their page: its variant or its model; its file if other runs of the suite are called so. */
export function pageLabels(runs: readonly Named[]): string[] {
  return runs.map(({ file, header }) => {
    const label = runLabel(header);
    const alike = runs.filter(
      (other) => other.header.suite === header.suite && runLabel(other.header) === label,
    );
    return alike.length > 1 ? file : label;
  });
}
