/** Stands for a line break in a line that is being edited. */
export const LINE_BREAK = "⏎";

/** Who reads the keys of a terminal. */
export interface KeyReader {
  /** Keys as they were typed. */
  readonly type: (keys: string) => void;
  /** Text that belongs into the line as it is. */
  readonly insert: (text: string) => void;
}

const INTERRUPT = "\u0003";
const PASTE_BEGINS = "\u001B[200~";
const PASTE_ENDS = "\u001B[201~";

/** What ends a line (Enter, Ctrl-C), and what looks like it: a pasted text, and Enter together with Alt. */
// oxlint-disable-next-line no-control-regex
const NEXT_STOP = /\u001B\[200~|\u0003|\u001B?(?:\r\n?|\n)/;

/**
 * Feeds the keys of a terminal in raw mode to one reader after the other, a line each. What is typed while nobody reads
 * waits for the next reader, except Ctrl-C, which throws it away. A pasted text stays one line, whatever line breaks it has.
 */
export class KeyFeed {
  readonly #interrupt: () => void;
  #reader: KeyReader | undefined;
  #waiting = "";
  #pasted: string | undefined;

  /** `interrupt` is called for Ctrl-C while nobody reads. */
  constructor(interrupt: () => void) {
    this.#interrupt = interrupt;
  }

  /** Takes what was typed. */
  take(keys: string): void {
    const interrupted = this.#reader === undefined ? keys.lastIndexOf(INTERRUPT) : -1;
    if (interrupted < 0) {
      this.#waiting += keys;
    } else {
      this.#waiting = keys.slice(interrupted + 1);
      this.#pasted = undefined;
      this.#interrupt();
    }
    this.#feed();
  }

  /** Lets a reader have what was typed, up to the end of the next line. */
  open(reader: KeyReader): void {
    this.#reader = reader;
    this.#feed();
  }

  /** The reader wants no more. */
  close(): void {
    this.#reader = undefined;
  }

  #feed(): void {
    while (this.#reader !== undefined && this.#waiting !== "") {
      const progress =
        this.#pasted === undefined
          ? this.#feedKeys(this.#reader)
          : this.#feedPaste(this.#reader, this.#pasted);
      if (!progress) return;
    }
  }

  #feedKeys(reader: KeyReader): boolean {
    const stop = NEXT_STOP.exec(this.#waiting);
    const end = stop?.index ?? this.#waiting.length - unfinished(this.#waiting, PASTE_BEGINS);
    if (end > 0) reader.type(this.#waiting.slice(0, end));
    this.#waiting = this.#waiting.slice(end + (stop?.[0].length ?? 0));
    if (stop === null) return false;
    if (stop[0] === PASTE_BEGINS) {
      this.#pasted = "";
    } else if (stop[0].startsWith("\u001B")) {
      reader.insert(LINE_BREAK);
    } else {
      this.close();
      reader.type(stop[0] === INTERRUPT ? INTERRUPT : "\r");
    }
    return true;
  }

  #feedPaste(reader: KeyReader, before: string): boolean {
    const stop = this.#waiting.indexOf(PASTE_ENDS);
    const end = stop < 0 ? this.#waiting.length - unfinished(this.#waiting, PASTE_ENDS) : stop;
    const pasted = before + this.#waiting.slice(0, end);
    this.#waiting = this.#waiting.slice(stop < 0 ? end : end + PASTE_ENDS.length);
    this.#pasted = stop < 0 ? pasted : undefined;
    if (stop < 0) return false;
    const line = asOneLine(pasted);
    if (line !== "") reader.insert(line);
    return true;
  }
}

function asOneLine(text: string): string {
  return text
    .replace(/\s+$/, "")
    .replace(/\r\n?|\n/g, LINE_BREAK)
    .replace(/\p{Cc}/gu, " ");
}

/** How many characters at the end may be the beginning of `mark`. A single one is taken for the Escape key. */
function unfinished(text: string, mark: string): number {
  for (let length = mark.length - 1; length > 1; length--)
    if (text.endsWith(mark.slice(0, length))) return length;
  return 0;
}
