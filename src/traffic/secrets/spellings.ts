import { placeholder, standIn, type Numbers } from "./placeholder.ts";

/** A text that spells out even letters and digits: escapes, entities or percent codes, one after the other. */
const SPELLED_OUT = /(?:\\u00[3-7]\w|%[3-7]\w|&#(?:x[3-7]\w|\d{2,3});){3}/i;

/** Whether a text may hold a value of which not one letter stands as it is. */
export function isSpelledOut(text: string): boolean {
  return (
    (text.includes("\\u00") || text.includes("%") || text.includes("&#")) && SPELLED_OUT.test(text)
  );
}

/** A secret that is known by its value, to be found in any usual spelling. */
export class Spelling {
  readonly value: string;
  /** The longest run of letters and digits: nearly all spellings leave it as it is. */
  readonly #core: string;
  #pattern: RegExp | undefined;

  constructor(value: string) {
    this.value = value;
    const runs = value.match(/[a-z0-9]+/gi) ?? [];
    this.#core = runs.reduce((longest, run) => (run.length > longest.length ? run : longest), "");
  }

  /** Takes the value out of a text, in every spelling that is written with signs. */
  takeOut(text: string, spelledOut: boolean, numbers: Numbers): string {
    return this.#mayBeIn(text, spelledOut)
      ? text.replace(this.#regExp(), (written) => standIn(written, numbers.of(this.value)))
      : text;
  }

  isIn(text: string, spelledOut: boolean): boolean {
    return this.#mayBeIn(text, spelledOut) && text.search(this.#regExp()) >= 0;
  }

  #mayBeIn(text: string, spelledOut: boolean): boolean {
    return spelledOut || text.includes(this.#core);
  }

  #regExp(): RegExp {
    return (this.#pattern ??= new RegExp(spelled(this.value), "g"));
  }
}

/** Placeholders in any usual spelling: in a replay, a tool sends them on as it would send a secret. */
export function rewritePlaceholders(text: string, numbers: Numbers): string {
  if (!text.includes("redacted")) return text;
  PLACEHOLDERS ??= new RegExp(
    `${spelled("[redacted")}(?:${spelled("-")}(\\d{1,9}))?${spelled("]")}`,
    "g",
  );
  return text.replace(PLACEHOLDERS, (_, number = "1") =>
    placeholder(numbers.after(Number(number))),
  );
}

let PLACEHOLDERS: RegExp | undefined;

function spelled(text: string): string {
  return [...text].map(spellingsOf).join("");
}

const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  '"': "quot",
  "'": "apos",
  "&": "amp",
  "<": "lt",
  ">": "gt",
};

const JSON_ESCAPES: Readonly<Record<string, string>> = { "\n": "n", "\r": "r", "\t": "t" };

/** The backslashes before a character in JSON that is up to five deep; a pattern without a bound would take ages. */
const ESCAPES = String.raw`\\{1,31}`;

/** A backslash itself: JSON doubles it each time. */
const BACKSLASH = String.raw`\\|\\{2}|\\{4}|\\{8}|\\{16}`;

/**
 * A character as it may stand in JSON (within JSON, as often as may be), a URL, a form, XML and HTML: with backslashes,
 * as `\u0026`, as `%26` or as an entity; in bytes that are no text, it stands as the bytes of UTF-8.
 */
function spellingsOf(character: string): string {
  const code = character.codePointAt(0) as number;
  const hex = (number: number, width: number): string =>
    anyCase(number.toString(16).padStart(width, "0"));
  const units = character
    .split("")
    .map((unit) => String.raw`${ESCAPES}u${hex(unit.charCodeAt(0), 4)}`);
  const bytes = [...Buffer.from(character.toWellFormed())].map((byte) => `%(?:25)*${hex(byte, 2)}`);
  const alphanumeric = /[a-z0-9]/i.test(character);
  const literal = escaped(character);
  const named = NAMED_ENTITIES[character] ?? (code > 127 ? "[a-zA-Z]+" : undefined);
  const short = JSON_ESCAPES[character];
  return `(?:${[
    character === "\\" ? BACKSLASH : alphanumeric ? literal : `(?:${ESCAPES})?${literal}`,
    ...(short === undefined ? [] : [`${ESCAPES}${short}`]),
    ...(character === " " ? [String.raw`\+`] : []),
    ...(code > 127 ? [Buffer.from(character.toWellFormed()).toString("latin1")] : []),
    units.join(""),
    bytes.join(""),
    `&(?:amp;)*#0*${code};`,
    `&(?:amp;)*#[xX]0*${anyCase(code.toString(16))};`,
    ...(named === undefined ? [] : [`&(?:amp;)*${named};`]),
  ].join("|")})`;
}

function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, String.raw`\$&`);
}
