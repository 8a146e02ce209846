import { canonicalJson } from "../json/canonical.ts";

/** The objects that the requests of one tape are made of, each stored once. Numbers count from 1, in the order in which they were first sent. */
export class Parts {
  readonly #textOf: PartText;
  readonly #numbers = new Map<string, number>();

  /** `texts` are those already on the tape, in their order. */
  constructor(textOf: PartText, texts: Iterable<string> = []) {
    this.#textOf = textOf;
    for (const text of texts) this.#numbers.set(text, this.#numbers.size + 1);
  }

  /** The number of a part; a new one for what was not sent before. */
  numberOf(part: object): number {
    const text = this.#textOf(part);
    let number = this.#numbers.get(text);
    if (number === undefined) this.#numbers.set(text, (number = this.#numbers.size + 1));
    return number;
  }

  /** The canonical texts, by number from 1. */
  texts(): string[] {
    return [...this.#numbers.keys()];
  }
}

/** The redacted canonical JSON of a part. */
export type PartText = (part: object) => string;

/** Remembers the text of each object: a conversation sends the same messages and tools again with every request, and none of them changes. */
export function rememberedPartText(redact: (text: string) => string): PartText {
  const texts = new WeakMap<object, string>();
  return (part) => {
    let text = texts.get(part);
    if (text === undefined) texts.set(part, (text = redact(canonicalJson(part))));
    return text;
  };
}
