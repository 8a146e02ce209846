import { writtenTrial } from "../../results/written-trial.ts";
import type { CaseResult, ResultHeader, SuiteEnd, TrialResult } from "../../results/result.ts";
import { Causes } from "../failures/causes.ts";
import { explainCause, titleOf } from "../failures/explain-cause.ts";
import { headline } from "../failures/explain-trial.ts";
import { Leftovers } from "../failures/leftovers.ts";
import { Refusals } from "../failures/refusals.ts";
import { ToolErrors } from "../failures/tool-errors.ts";
import type { Surroundings } from "../report.ts";
import type { MediaRoom } from "./media-room.ts";
import { packed, type PackedPart } from "./packed.ts";
import type { CausePart, Row, RunPart } from "./parts.ts";
import { rowOf } from "./row.ts";

/** How many cases, or characters of them, make a block: it is unpacked whole when one of its cases is opened. */
const BLOCK_CASES = 64;
const BLOCK_CHARACTERS = 256 * 1024;
const MOST_CAUSES = 100;

/** Where a run stands on its page. */
export interface PlaceOfRun {
  /** Counts the runs of the page from 0. */
  readonly number: number;
  readonly label: string;
  /** Whether it goes on. */
  readonly isRunning?: boolean;
  /** Shared by the runs of a page. */
  readonly media: MediaRoom;
  readonly bytesOf: Surroundings["bytesOf"];
}

/** Packs a run case by case. Of each case only its row is kept. */
export class RunParts {
  readonly #header: ResultHeader;
  readonly #place: PlaceOfRun;
  readonly #causes = new Causes(MOST_CAUSES);
  readonly #warnings = [new ToolErrors(), new Leftovers(), new Refusals()];
  readonly #rows: Row[] = [];
  /** What requests refer to, by key. */
  readonly #texts = new Map<string, string>();
  #block: string[] = [];
  #characters = 0;
  #blocks = 0;

  constructor(header: ResultHeader, place: PlaceOfRun) {
    this.#header = header;
    this.#place = place;
  }

  /** Returns the parts that are whole by now. */
  add(result: CaseResult): PackedPart[] {
    this.#causes.add(result);
    for (const warning of this.#warnings) warning.add(result);
    this.#rows.push(rowOf(result, this.#blocks));
    for (const { texts = {} } of result.trials)
      for (const [key, text] of Object.entries(texts)) this.#texts.set(key, text);
    const json = JSON.stringify({ ...result, trials: result.trials.map(withoutViews) });
    this.#block.push(`${JSON.stringify(result.id)}:${json}`);
    this.#characters += json.length;
    const { media, bytesOf } = this.#place;
    const isFull = this.#block.length >= BLOCK_CASES || this.#characters >= BLOCK_CHARACTERS;
    return [...media.partsFor(json, bytesOf), ...(isFull ? this.#closeBlock() : [])];
  }

  /** The parts that are left: the run itself comes last. A run that goes on may add cases after that, and end again. */
  end(end: SuiteEnd): PackedPart[] {
    const { number, label, isRunning = false } = this.#place;
    const { causes, tolerated, beyond, toleratedBeyond } = this.#causes;
    const { agents: _, summary, ...rest } = end;
    const run: RunPart = {
      label,
      header: this.#header,
      ...(isRunning ? { running: true } : {}),
      end: { ...rest, summary },
      rows: this.#rows.toSorted((one, other) => one.line - other.line),
      causes: [...causes, ...tolerated].map(causePart),
      beyond: beyond + toleratedBeyond,
      warnings: this.#warnings.flatMap(({ headline: title, lines }) =>
        title === undefined ? [] : [{ title, lines }],
      ),
    };
    // In an order of their own: that in which trials came to them is not kept.
    const sent = Object.fromEntries([...this.#texts].sort());
    return [
      ...this.#closeBlock(),
      ...(this.#texts.size === 0 ? [] : [packed(`texts/${number}`, sent)]),
      packed(`run/${number}`, run),
    ];
  }

  #closeBlock(): PackedPart[] {
    if (this.#block.length === 0) return [];
    const name = `cases/${this.#place.number}/${this.#blocks++}`;
    const part = packed(name, `{${this.#block.join(",")}}`);
    this.#block = [];
    this.#characters = 0;
    return [part];
  }
}

/** The page makes turns, handoffs and calls from the steps. */
function withoutViews(trial: TrialResult): object {
  return writtenTrial(trial, {});
}

function causePart(cause: Parameters<typeof explainCause>[0]): CausePart {
  const [trial] = cause.modes[0] ?? [];
  return {
    title: titleOf(cause),
    headline: trial === undefined ? "" : headline(trial),
    lines: explainCause(cause),
    ids: cause.ids,
    count: cause.count,
  };
}
