import { canonicalJson } from "../../json/canonical.ts";

/** The objects in the requests of one tape, each stored once. Numbers count from 1, in the order of first use. */
export class Parts {
  readonly #textOf: PartText;
  readonly #texts: string[] = [];
  /** Of equal texts, which an earlier version wrote twice, that of the first. */
  readonly #numbers = new Map<string, number>();
  /** A conversation sends the same objects again with every request, and does not change them. */
  readonly #numbersByObject = new Map<object, number>();
  readonly #asSentNow: (text: string) => string;
  /** The numbers of recorded parts that are sent in another form now, by that. */
  #sentOtherwise: ReadonlyMap<string, number> | undefined;

  /** `texts` are those already on the tape, in their order; `asSentNow` is what is sent in place of one of them. */
  constructor(
    textOf: PartText,
    texts: Iterable<string> = [],
    asSentNow: (text: string) => string = (text) => text,
  ) {
    this.#textOf = textOf;
    this.#asSentNow = asSentNow;
    for (const text of texts) this.#add(text);
  }

  /** The number of a part, which is new if the part was not sent before. */
  numberOf(part: object): number {
    let number = this.#numbersByObject.get(part);
    if (number !== undefined) return number;
    const text = this.#textOf(part);
    number = this.#numbers.get(text) ?? this.#numberOfOld(text) ?? this.#add(text);
    this.#numbersByObject.set(part, number);
    return number;
  }

  /** The text of an object that is not one of the parts. */
  textOf(value: object): string {
    return this.#textOf(value);
  }

  /** The canonical texts, by number from 1. */
  texts(): string[] {
    return [...this.#texts];
  }

  /** Looks at the text of an object again when that is sent again. */
  forgetObjects(): void {
    this.#numbersByObject.clear();
  }

  /** Looked for once something new is sent, which in most replays nothing is. */
  #numberOfOld(text: string): number | undefined {
    this.#sentOtherwise ??= new Map(
      this.#texts.flatMap((old, index) => {
        const now = this.#asSentNow(old);
        return now === old ? [] : [[now, index + 1] as const];
      }),
    );
    return this.#sentOtherwise.get(text);
  }

  #add(text: string): number {
    const number = this.#texts.push(text);
    if (!this.#numbers.has(text)) this.#numbers.set(text, number);
    return number;
  }
}

/** The redacted canonical JSON of a part. */
export type PartText = (part: object) => string;

/** Enough for prompts and tool schemas, which are few and come again with every case. */
const MAX_REMEMBERED = 2_000;

/** The canonical JSON of a part, and whether any trial takes a secret out of it. */
export interface SharedText {
  readonly text: string;
  readonly hasSecret: boolean;
}

/**
 * Remembers texts by the JSON of their parts: ordering keys and looking for secrets is most of what a replayed request
 * costs, and the cases of a suite send the same prompts and tools.
 */
export function sharedTexts(redact: (text: string) => string): (part: object) => SharedText {
  const texts = new Map<string, SharedText>();
  return (part) => {
    const json = JSON.stringify(part);
    let shared = texts.get(json);
    if (shared === undefined) {
      const text = canonicalJson(part);
      shared = { text, hasSecret: redact(text) !== text };
      if (texts.size >= MAX_REMEMBERED) texts.clear();
      texts.set(json, shared);
    }
    return shared;
  };
}

/** The numbers of parts as a request line has them: 1, 2, 3, 7 is `1-3,7`. */
export function partsReference(numbers: readonly number[]): string {
  const runs: string[] = [];
  for (let first = 0, last = 0; first < numbers.length; first = last = last + 1) {
    while (numbers[last + 1] === (numbers[last] as number) + 1) last++;
    runs.push(last > first ? `${numbers[first]}-${numbers[last]}` : `${numbers[first]}`);
  }
  return runs.join(",");
}

/** The numbers that a reference names. */
export function partNumbers(reference: string): number[] {
  return reference.split(",").flatMap((run) => {
    const [first = NaN, last = first] = run.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}
