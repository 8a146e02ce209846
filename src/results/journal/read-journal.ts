import { closeSync, openSync, readSync, statSync } from "node:fs";
import { DEEPEST_IN_FILES } from "../../json/depth.ts";
import { faultText } from "../../json/fault.ts";
import { also, anything, dictionary, list, number, openObject, string } from "../../json/rules.ts";
import { isRecord, parseIfJson } from "../../json/value.ts";
import { show } from "../../json/show.ts";
import { onDisk } from "../../text/from-start.ts";
import { UserError } from "../../text/user-error.ts";
import { linesOfFile } from "../../text/lines-of-file.ts";
import { caseEstimates, countsOf, isFlaky, verdictOfTrials } from "../pass-estimates.ts";
import type { ResultReading } from "../read-result.ts";
import type { CaseResult, TrialResult } from "../result.ts";
import { CASE, HEADER } from "../rules.ts";
import { SummaryBuilder } from "../summary.ts";
import { readTrial } from "../read-trial.ts";
import { BEFORE_TRIAL, type JournalHead, type JournalLine, type Standing } from "./journal.ts";

/** A journal that cannot be read. */
class JournalReadError extends UserError {}

/** Where the line of a trial stands, in bytes, and how many come before its result. */
interface Place {
  readonly offset: number;
  readonly length: number;
  readonly trialAt: number;
}

type CaseOfJournal = Pick<JournalLine, "id" | "tags" | "line" | "fingerprint" | "planned"> & {
  /** By the trial's number. */
  readonly places: Map<number, Place>;
};

/** A finished trial: its result, and how that is written. */
export interface KeptTrial {
  readonly result: TrialResult;
  readonly text: Buffer;
}

const ENDING = ".journal";

/** Whether a file is called as journals are. */
export function isJournal(file: string): boolean {
  return file.endsWith(ENDING);
}

/** The journal of the run that makes this result. */
export function journalOf(result: string): string {
  return result.replace(/\.json$/, ENDING);
}

/** What a run had come to that did not end. Only the places of trials are kept in memory. */
export class JournalReading {
  readonly #file: string;
  readonly head: JournalHead;
  /** By id. */
  readonly #cases: ReadonlyMap<string, CaseOfJournal>;
  /** What requests refer to, by key. */
  readonly #texts = new Map<string, string>();
  /** How many bytes its whole lines have. */
  readonly size: number;
  /** How many trials have finished. */
  readonly trials: number;
  /** What the run had come to with its last trial; agents and modules are those of all lines. */
  readonly standing: Required<Pick<Standing, "agents" | "modules">> &
    Standing & { readonly at: number };

  /** Undefined for a journal that was opened and has no whole line yet. Throws JournalReadError. */
  static open(file: string): JournalReading | undefined {
    const [first] = linesOfFile(file);
    const isWhole =
      first !== undefined && Buffer.byteLength(first.text) < statSync(onDisk(file)).size;
    return isWhole ? new JournalReading(file) : undefined;
  }

  private constructor(file: string) {
    this.#file = file;
    const cases = new Map<string, CaseOfJournal>();
    const agents: (readonly [string, readonly string[]])[] = [];
    const modules: (readonly [string, string])[] = [];
    const whole = statSync(onDisk(file)).size;
    let head: JournalHead | undefined;
    let last: Pick<JournalLine, "at" | "spent"> = { at: 0 };
    let size = 0;
    let trials = 0;
    for (const { number, text } of linesOfFile(file)) {
      const length = Buffer.byteLength(text) + 1;
      const value = parseIfJson(text, DEEPEST_IN_FILES);
      // A process that was killed may have written part of its last line.
      if (size + length > whole || (!isRecord(value) && size + length === whole)) break;
      if (number === 1) head = headOf(value);
      if (head === undefined)
        throw new JournalReadError(`${file}: this is not the journal of a run. ${REMEDY}`);
      if (number > 1) {
        const trialAt = text.indexOf(BEFORE_TRIAL);
        if (!isLine(value) || trialAt < 0)
          throw new JournalReadError(`${file}:${number}: this is no line of a journal. ${REMEDY}`);
        const { id, trial } = value;
        const one = cases.get(id) ?? { ...value, places: new Map<number, Place>() };
        const at = Buffer.byteLength(text.slice(0, trialAt + BEFORE_TRIAL.length));
        // A case that changed is played again, and its later lines count.
        const places = one.fingerprint === value.fingerprint ? one.places : new Map();
        places.set(trial.trial, { offset: size, length, trialAt: at });
        const { tags, line, fingerprint, planned } = value;
        cases.set(id, { id, tags, line, fingerprint, planned, places });
        agents.push(...(value.agents ?? []));
        modules.push(...(value.modules ?? []));
        for (const [key, words] of Object.entries(value.texts ?? {})) this.#texts.set(key, words);
        last = value;
        trials++;
      }
      size += length;
    }
    if (head === undefined)
      throw new JournalReadError(`${file}: this is not the journal of a run. ${REMEDY}`);
    this.head = head;
    this.#cases = cases;
    this.size = size;
    this.trials = trials;
    const { at, spent } = last;
    this.standing = { at, agents, modules, ...(spent === undefined ? {} : { spent }) };
  }

  /** The trial of a case, numbered from 1, if it has finished and the case is the same. Throws JournalReadError. */
  trial(id: string, number: number, fingerprint: string): KeptTrial | undefined {
    const one = this.#cases.get(id);
    const place = one?.fingerprint === fingerprint ? one.places.get(number) : undefined;
    return one === undefined || place === undefined ? undefined : this.#read(one, place);
  }

  /** What has finished, as a result, in the order of the cases. */
  result(): ResultReading {
    return { header: this.head.result, cases: this.#results() };
  }

  /** The cases of which all planned trials have finished, but for these, in their order. Throws JournalReadError. */
  *finished(but: ReadonlySet<string>): Generator<CaseResult, void> {
    for (const one of this.#inOrder())
      if (!but.has(one.id) && one.places.size >= one.planned) yield this.#resultOf(one);
  }

  *#results(): ResultReading["cases"] {
    const summary = new SummaryBuilder();
    for (const one of this.#inOrder()) {
      const result = this.#resultOf(one);
      summary.add(result);
      yield result;
    }
    const duration_ms = Math.round(this.standing.at);
    const end = { duration_ms, stopped: "interrupted", summary: summary.summary() } as const;
    return { end, torn: undefined };
  }

  #inOrder(): CaseOfJournal[] {
    return [...this.#cases.values()].sort((a, b) => a.line - b.line);
  }

  #resultOf(one: CaseOfJournal): CaseResult {
    const { id, tags, line, fingerprint, planned, places } = one;
    const share = this.head.result.threshold ?? 1;
    const numbers = [...places].sort(([a], [b]) => a - b);
    const trials = numbers.map(([, place]) => this.#read(one, place).result);
    const verdict = verdictOfTrials(trials, { planned, share });
    const estimates = trials.length > 1 ? { estimates: caseEstimates(countsOf(trials)) } : {};
    const flaky = isFlaky(trials) ? { flaky: true as const } : {};
    return { id, tags, line, verdict, trials, fingerprint, ...flaky, ...estimates };
  }

  #read({ id, tags, line }: CaseOfJournal, { offset, length, trialAt }: Place): KeptTrial {
    const bytes = Buffer.alloc(length - trialAt - "}\n".length);
    const descriptor = openSync(onDisk(this.#file), "r");
    try {
      readSync(descriptor, bytes, 0, bytes.length, offset + trialAt);
    } finally {
      closeSync(descriptor);
    }
    const written = parseIfJson(bytes.toString(), DEEPEST_IN_FILES);
    if (!isRecord(written))
      throw new JournalReadError(`${this.#file}: a line of ${show(id)} holds no trial. ${REMEDY}`);
    const { verdict } = written;
    const [fault] = CASE[2]({ id, tags, line, verdict, trials: [written] });
    if (fault !== undefined)
      throw new JournalReadError(`${this.#file}: ${faultText(fault)}. ${REMEDY}`);
    return { result: readTrial(written, this.#texts), text: bytes };
  }
}

const REMEDY = "Remove the file, and run the suite again.";

function headOf(value: unknown): JournalHead | undefined {
  const isHead =
    isRecord(value) &&
    value["journal"] === 1 &&
    isRecord(value["given"]) &&
    HEADER(value["result"]).length === 0;
  return isHead ? (value as unknown as JournalHead) : undefined;
}

const text = string();
const AGENTS = list(
  also(list(anything), ([agent, forms, ...more]: readonly unknown[]) =>
    typeof agent === "string" && list(text)(forms).length === 0 && more.length === 0
      ? undefined
      : "it must be a name and a list of texts",
  ),
);
const MODULES = list(
  also(list(text), ({ length }: readonly string[]) =>
    length === 2 ? undefined : "it must be a path and a hash",
  ),
);

/** Its trial has rules of its own, which are applied when it is read. */
const LINE = openObject<JournalLine & { readonly trial: Pick<TrialResult, "trial"> }>(
  {
    id: text,
    tags: list(text),
    line: number,
    fingerprint: text,
    planned: number,
    at: number,
    trial: openObject<Pick<TrialResult, "trial">>({ trial: number }),
  },
  {
    spent: openObject<NonNullable<Standing["spent"]>>({ cost: number, tokens: number }),
    agents: AGENTS,
    modules: MODULES,
    texts: dictionary(text),
  },
);

function isLine(value: unknown): value is JournalLine & { readonly trial: { trial: number } } {
  return LINE(value).length === 0;
}
