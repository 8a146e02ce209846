import type { CasesPart, Row, RunPart, TextsPart } from "../../reports/html/parts.ts";
import type { DriftedCase, GateCase } from "../../results/gate-result.ts";
import type { CaseResult } from "../../results/result.ts";
import { readTrial } from "../../results/read-trial.ts";
import type { Source } from "./source.ts";
import { textsOf, type Texts } from "./texts.ts";

/** A run of the page. Its conversations are unpacked when they are asked for. */
export class Run {
  /** Counts the runs of the page from 0. */
  readonly number: number;
  readonly part: RunPart;
  readonly #source: Source;
  readonly #blocks = new Map<number, Promise<CasesPart>>();
  readonly #texts = new Map<number, Promise<Texts>>();
  #sent: Promise<ReadonlyMap<string, string>> | undefined;
  readonly #rows: ReadonlyMap<string, Row>;
  readonly #gated: ReadonlyMap<string, GateCase>;
  readonly #drifted: ReadonlyMap<string, DriftedCase>;
  /** The numbers of each case's causes. */
  readonly #causes = new Map<string, number[]>();

  constructor(number: number, part: RunPart, source: Source) {
    this.number = number;
    this.part = part;
    this.#source = source;
    this.#rows = new Map(part.rows.map((row) => [row.id, row]));
    this.#gated = new Map(part.end.gate?.cases.map((one) => [one.id, one]));
    this.#drifted = new Map(part.end.gate?.drift?.cases.map((one) => [one.id, one]));
    part.causes.forEach(({ ids }, cause) => {
      for (const id of ids) this.#causes.set(id, [...(this.#causes.get(id) ?? []), cause]);
    });
  }

  row(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  /** What became of a case since its baseline; undefined if nothing did, or there is none. */
  gated(id: string): GateCase | undefined {
    return this.#gated.get(id);
  }

  /** How a case that passes drifted from its baseline; undefined if it did not. */
  drifted(id: string): DriftedCase | undefined {
    return this.#drifted.get(id);
  }

  causesOf(id: string): readonly number[] {
    return this.#causes.get(id) ?? [];
  }

  /** A case with its conversations. Rejects if the page does not have it. */
  async case(id: string): Promise<CaseResult> {
    const row = this.row(id);
    if (row === undefined) throw new Error(`This run has no case ${id}.`);
    const written = (await this.#block(row.block))[id] as unknown as CaseResult;
    const trials = written.trials as unknown as readonly Record<string, unknown>[];
    const sent = await (this.#sent ??= this.#textsOfRequests());
    return { ...written, trials: trials.map((trial) => readTrial(trial, sent)) };
  }

  /** What models were sent, by the keys of requests; empty for results that do not keep it. */
  async #textsOfRequests(): Promise<ReadonlyMap<string, string>> {
    const name = `texts/${this.number}`;
    if (!(await this.#source.names()).includes(name)) return new Map();
    return new Map(Object.entries((await this.#source.value(name)) as TextsPart));
  }

  /** All texts of the cases of a block, in small letters. */
  texts(block: number): Promise<Texts> {
    const known = this.#texts.get(block);
    if (known !== undefined) return known;
    const texts = this.#block(block).then(textsOf);
    this.#texts.set(block, texts);
    return texts;
  }

  /** Cases as they were written. */
  #block(number: number): Promise<CasesPart> {
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    const block = this.#source.value(`cases/${this.number}/${number}`) as Promise<CasesPart>;
    this.#blocks.set(number, block);
    return block;
  }
}
