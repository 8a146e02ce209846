import type { CaseResult, ResultHeader, SuiteEnd } from "../../results/result.ts";
import type { MakeReport, Output, Surroundings } from "../report.ts";
import { MediaRoom } from "./media-room.ts";
import { packed, type PackedPart } from "./packed.ts";
import type { ComparisonPart, HistoryPart } from "./parts.ts";
import { RunParts } from "./run-parts.ts";
import { pageFoot, pageHead, partElement } from "./shell.ts";

/** `<suite>.html`: one page that needs no network, with every conversation. */
export const htmlReport: MakeReport = (header, { bytesOf, history }) => {
  const page = new Page(header.suite);
  const run = page.run(header, runLabel(header), bytesOf);
  const file = (text: string): Output[] =>
    text === "" ? [] : [{ to: "file", ending: ".html", place: "end", text }];
  return {
    add: (result) => file(run.add(result)),
    end: (end) => file(run.end(end) + page.end({ histories: [history?.()] })),
  };
};

/** What a page says beside its runs. */
export interface PageEnd {
  /** One for each suite whose runs are compared. */
  readonly comparisons?: readonly ComparisonPart[];
  /** One for each suite; undefined for one that has none. */
  readonly histories?: readonly (HistoryPart | undefined)[];
}

/** A page of runs in pieces, each of which belongs after those before: memory does not grow with the conversations. */
export class Page {
  readonly #media = new MediaRoom();
  #head: string;
  #runs = 0;

  constructor(title: string) {
    this.#head = pageHead(title);
  }

  /** Begins the next run. It ends before another begins. */
  run(
    header: ResultHeader,
    label: string,
    bytesOf: Surroundings["bytesOf"],
  ): { add(result: CaseResult): string; end(end: SuiteEnd): string } {
    const run = new RunParts(header, { number: this.#runs++, label, media: this.#media, bytesOf });
    return {
      add: (result) => this.#text(run.add(result)),
      end: (end) => this.#text(run.end(end)),
    };
  }

  end(end: PageEnd = {}): string {
    return this.#text(endParts(end)) + pageFoot();
  }

  #text(parts: readonly PackedPart[]): string {
    const text = this.#head + parts.map(partElement).join("");
    this.#head = "";
    return text;
  }
}

/** What stands after the runs of a page. */
export function endParts({ comparisons = [], histories = [] }: PageEnd): PackedPart[] {
  return [
    ...comparisons.map((one, number) => packed(`comparison/${number}`, one)),
    ...histories
      .filter((one) => one !== undefined)
      .map((one, number) => packed(`history/${number}`, one)),
  ];
}

/** What a run is called beside others: its variant or its model. */
export function runLabel({
  variant,
  model_override: model,
}: Pick<ResultHeader, "variant" | "model_override">): string {
  return variant ?? model ?? "each agent's own model";
}
