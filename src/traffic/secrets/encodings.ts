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
    for (const text of this.#texts) this.#begins[beginning(text, 0)] = 1;
  }

  isIn(run: string): boolean {
    return this.indexIn(run) >= 0;
  }

  /** Where in a run of characters the first of them begins; -1 if there is none. */
  indexIn(run: string): number {
    for (let at = 0; at <= run.length - this.shortest; at++)
      if (
        this.#begins[beginning(run, at)] === 1 &&
        this.#texts.some((text) => run.startsWith(text, at))
      )
        return at;
    return -1;
  }
}

function beginning(text: string, at: number): number {
  const code = (offset: number): number => text.charCodeAt(at + offset) & 63;
  return (code(0) << 12) | (code(1) << 6) | code(2);
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
