import { isCommonplace } from "./harmless.ts";
import { Encodings } from "./encodings.ts";
import type { Numbers } from "./placeholder.ts";
import { isSpelledOut, Spelling } from "./spellings.ts";
import type { Secret } from "./variables.ts";

interface Known extends Secret {
  readonly spelling: Spelling;
}

/** Secrets that are known by their values: those of variables, or those that a trial has met. */
export class KnownValues {
  readonly #known = new Map<string, Known>();
  readonly #most: number;
  /** The longest first, so that no tail remains of one that begins with another. */
  #ordered: readonly Known[] | undefined;
  #encodings: Encodings | undefined;

  /** `most` are remembered of what is learned. */
  constructor(secrets: readonly Secret[], most = Infinity) {
    this.#most = most;
    for (const { name, value } of secrets)
      for (const piece of value.match(PIECES) ?? []) this.#add(name, piece);
  }

  get size(): number {
    return this.#known.size;
  }

  /** All of them in base64 and hexadecimal digits. */
  get encodings(): Encodings {
    return (this.#encodings ??= new Encodings([...this.#known.keys()]));
  }

  /** Remembers a secret as it stands in a text, if it is not too usual to be looked for. */
  learn(written: string): void {
    const value = plainValue(written);
    if (value.length > LONGEST || isCommonplace(value) || this.#known.has(value)) return;
    if (this.#known.size >= this.#most) this.#known.delete(this.#known.keys().next().value ?? "");
    this.#add("", value);
  }

  takeOut(text: string, numbers: Numbers): string {
    if (this.#known.size === 0) return text;
    const spelledOut = isSpelledOut(text);
    let redacted = text;
    for (const { spelling } of this.#all())
      redacted = spelling.takeOut(redacted, spelledOut, numbers);
    return redacted;
  }

  /** Those that a run of characters holds in base64 or hexadecimal digits, each with the place where it begins. */
  encodedIn(run: string): readonly (Secret & { readonly at: number })[] {
    if (this.#known.size === 0 || !this.encodings.isIn(run)) return [];
    return this.#all()
      .map(({ name, value }) => ({ name, value, at: new Encodings([value]).indexIn(run) }))
      .filter(({ at }) => at >= 0);
  }

  namesIn(text: string): string[] {
    const spelledOut = isSpelledOut(text);
    return this.#all()
      .filter(({ spelling }) => spelling.isIn(text, spelledOut))
      .map(({ name }) => name);
  }

  #all(): readonly Known[] {
    return (this.#ordered ??= [...this.#known.values()].sort(
      (a, b) => b.value.length - a.value.length,
    ));
  }

  #add(name: string, value: string): void {
    this.#known.set(value, { name, value, spelling: new Spelling(value) });
    this.#encodings = undefined;
    this.#ordered = undefined;
  }
}

/** There is a limit to how large a pattern may be. A longer value of a variable is taken out piece by piece. */
const LONGEST = 2_000;
const PIECES = new RegExp(`[^]{8,${LONGEST}}|^[^]+$`, "g");

/** What a secret is when the escapes of JSON and of URLs around it are undone, without the scheme of a header. */
export function plainValue(written: string): string {
  let value = written;
  for (let depth = 0; depth < 3 && value.includes("\\"); depth++) value = withoutEscapes(value);
  if (/%[0-9a-f]{2}/i.test(value)) value = decoded(value);
  return value.replace(/^(?:Bearer|Basic|Token|ApiKey)\s+/i, "").trim();
}

function withoutEscapes(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
