/** Values in base64 and in hexadecimal digits, to be found in runs of such characters. */
export class Encodings {
  readonly #texts: readonly string[];
  /** Which three characters one of them begins with. Most trials meet no secret, and need no table. */
  readonly #begins: Uint8Array;
  /** The length of the shortest; infinite if there is none. */
  readonly shortest: number;

  constructor(values: readonly string[]) {
    this.#texts = [...new Set(values.flatMap(encodingsOf))];
    this.shortest = Math.min(...this.#texts.map(({ length }) => length));
    this.#begins = new Uint8Array(this.#texts.length === 0 ? 0 : 1 << 18);
    for (const text of this.#texts)
      this.#begins[Buffer.from(text.slice(0, BEGINNING)).reduce(withNext, 0)] = 1;
  }

  isIn(run: string): boolean {
    return this.indexIn(run) >= 0;
  }

  /** Where in a run of characters the first of them begins; -1 if there is none. */
  indexIn(run: string): number {
    if (run.length < this.shortest) return -1;
    let latest = 0;
    for (let end = 0; end < run.length; end++) {
      latest = withNext(latest, run.charCodeAt(end));
      const at = end + 1 - BEGINNING;
      if (this.#begins[latest] !== 1 || at < 0) continue;
      if (this.#texts.some((text) => run.startsWith(text, at))) return at;
    }
    return -1;
  }
}

const BEGINNING = 3;

/** The latest three characters as a number, six bits each. */
function withNext(latest: number, character: number): number {
  return ((latest << 6) | (character & 63)) & 0x3ffff;
}

/**
 * A value in base64 and in hexadecimal digits. Of base64, it is the part that the value's surroundings do not change,
 * for each offset at which it may begin.
 */
function encodingsOf(value: string): string[] {
  const hex = Buffer.from(value).toString("hex");
  const base64 = [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.from("\0".repeat(offset) + value).toString("base64");
    const whole = encoded.slice([0, 2, 3][offset]).replace(/.=+$/, "");
    return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...base64, hex, hex.toUpperCase()];
}
