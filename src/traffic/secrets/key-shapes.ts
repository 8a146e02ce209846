/** So many characters of a key tell which patterns it may fit. */
const LETTERS = 3;

const MOST_BEGINNINGS = 4_000;

const ANY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";

/** An escaped character, a set, a group or a character, and how often it comes. */
const ATOM = /(\\.|\[[^\]]*\]|\((?:\?:)?[^()]*\)|[^\\()[\]{}?*+|])(\{(\d+)(?:,\d*)?\}|[?*+])?/y;

/**
 * Many regular expressions for keys, of which only those are compiled whose first characters a text has: to compile
 * them all takes longer than to read the tapes of a suite.
 */
export class KeyShapes {
  readonly #sources = new Map<string, string[]>();
  readonly #compiled = new Map<string, RegExp>();
  /** Which three characters one of them begins with. */
  readonly #begins = new Uint8Array(1 << 18);

  /** Each pattern must begin with letters that tell it apart. */
  constructor(patterns: readonly string[]) {
    for (const pattern of patterns)
      for (const beginning of beginningsOf(pattern)) {
        this.#begins[numberOf(beginning, 0)] = 1;
        const sources = this.#sources.get(beginning);
        if (sources === undefined) this.#sources.set(beginning, [pattern]);
        else sources.push(pattern);
      }
  }

  /** Replaces the keys in a run of characters. None begins in the middle of a word. */
  replaceIn(run: string, replace: (key: string) => string): string {
    let replaced = "";
    let done = 0;
    for (let at = 0; at < run.length - LETTERS; at = nextWord(run, at)) {
      if (this.#begins[numberOf(run, at)] !== 1) continue;
      const key = this.#keyAt(run, at);
      if (key === "") continue;
      replaced += run.slice(done, at) + replace(key);
      done = at + key.length;
      at = done - 1;
    }
    return done === 0 ? run : replaced + run.slice(done);
  }

  /** The longest key that begins here; empty if there is none. */
  #keyAt(run: string, at: number): string {
    let longest = "";
    for (const source of this.#sources.get(run.slice(at, at + LETTERS)) ?? []) {
      let pattern = this.#compiled.get(source);
      if (pattern === undefined) this.#compiled.set(source, (pattern = new RegExp(source, "y")));
      pattern.lastIndex = at;
      const [key = ""] = pattern.exec(run) ?? [];
      if (key.length > longest.length) longest = key;
    }
    return longest;
  }
}

/** Most patterns begin with as many characters that stand for themselves. */
const PLAIN = /^[\w-]{3}(?![{?*+])/;

/** The first characters of all that a pattern fits. Throws if there are too many to tell. */
function beginningsOf(pattern: string): string[] {
  const [plain] = PLAIN.exec(pattern) ?? [];
  if (plain !== undefined) return [plain];
  let beginnings = [""];
  let at = 0;
  while (beginnings.some(({ length }) => length < LETTERS)) {
    ATOM.lastIndex = at;
    const [whole, atom = "", , times = "1"] = ATOM.exec(pattern) ?? [];
    if (whole === undefined) throw new Error(`${pattern} does not begin with letters.`);
    at += whole.length;
    const options = optionsOf(atom);
    for (let time = 0; time < Math.min(Number(times), LETTERS); time++)
      beginnings = beginnings.flatMap((beginning) =>
        beginning.length < LETTERS ? options.map((option) => beginning + option) : [beginning],
      );
    if (beginnings.length > MOST_BEGINNINGS) throw new Error(`${pattern} begins with anything.`);
  }
  return [...new Set(beginnings.map((beginning) => beginning.slice(0, LETTERS)))];
}

/** The texts that an atom fits. */
function optionsOf(atom: string): string[] {
  if (atom === String.raw`\d`) return [..."0123456789"];
  if (atom === String.raw`\w`) return [...ANY];
  if (atom.startsWith("\\")) return [atom.slice(1)];
  if (atom.startsWith("[")) {
    const set = new RegExp(atom);
    return [...ANY, "-", ".", "="].filter((character) => set.test(character));
  }
  if (!atom.startsWith("(")) return [atom];
  const alternatives = atom.replace(/^\((?:\?:)?|\)$/g, "").split("|");
  return alternatives.flatMap((alternative) => beginningsOfPart(alternative));
}

/** As many characters of an alternative as are plain, or can be told. */
function beginningsOfPart(part: string): string[] {
  let beginnings = [""];
  ATOM.lastIndex = 0;
  for (let at = 0; at < part.length && (beginnings[0]?.length ?? 0) < LETTERS;) {
    ATOM.lastIndex = at;
    const [whole = "", atom = ""] = ATOM.exec(part) ?? [];
    if (whole === "") break;
    const options = optionsOf(atom);
    beginnings = beginnings.flatMap((beginning) => options.map((option) => beginning + option));
    at += whole.length;
  }
  return beginnings;
}

function numberOf(text: string, at: number): number {
  const code = (offset: number): number => text.charCodeAt(at + offset) & 63;
  return (code(0) << 12) | (code(1) << 6) | code(2);
}

/** After a character that is not a word's; the end of the run if there is none. */
function nextWord(run: string, at: number): number {
  NO_WORD.lastIndex = at;
  return NO_WORD.test(run) ? NO_WORD.lastIndex : run.length;
}

const NO_WORD = /[^A-Za-z0-9]/g;
