import { canonicalJson } from "../../json/canonical.ts";

/** The objects in the requests of one tape, each stored once. Numbers count from 1, in the order of first use. */
export class Parts {
  readonly #textOf: PartText;
  readonly #numbers = new Map<string, number>();
  /** A conversation sends the same objects again with every request, and does not change them. */
  readonly #numbersByObject = new Map<object, number>();

  /** `texts` are those already on the tape, in their order. */
  constructor(textOf: PartText, texts: Iterable<string> = []) {
    this.#textOf = textOf;
    for (const text of texts) this.#numbers.set(text, this.#numbers.size + 1);
  }

  /** The number of a part, which is new if the part was not sent before. */
  numberOf(part: object): number {
    let number = this.#numbersByObject.get(part);
    if (number !== undefined) return number;
    const text = this.#textOf(part);
    number = this.#numbers.get(text);
    if (number === undefined) this.#numbers.set(text, (number = this.#numbers.size + 1));
    this.#numbersByObject.set(part, number);
    return number;
  }

  /** The text of an object that is not one of the parts. */
  textOf(value: object): string {
    return this.#textOf(value);
  }

  /** The canonical texts, by number from 1. */
  texts(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** The redacted canonical JSON of a part. */
export type PartText = (part: object) => string;

/** Enough for prompts and tool schemas, which are few and come again with every case. */
const MAX_REMEMBERED = 2_000;

/**
 * Remembers texts by the JSON of their parts: ordering keys and removing secrets is most of what a replayed request
 * costs, and the cases of a suite send the same prompts and tools.
 */
export function rememberedPartText(redact: (text: string) => string): PartText {
  const texts = new Map<string, string>();
  return (part) => {
    const json = JSON.stringify(part);
    let text = texts.get(json);
    if (text === undefined) {
      text = redact(canonicalJson(part));
      if (texts.size >= MAX_REMEMBERED) texts.clear();
      texts.set(json, text);
    }
    return text;
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
