/** How deep lists and objects may be nested in what others write: deeper than anyone writes, and far from where recursive functions run out of stack. */
export const DEEPEST = 200;

/** The same for files that hold such values in objects of their own: tapes, results, baselines. */
export const DEEPEST_IN_FILES = DEEPEST + 50;

/** Lists and objects are nested too deeply. */
export class TooDeepError extends Error {
  override readonly name = "TooDeepError";
  /** Where in the text they become so, from 0; undefined if they never were a text. */
  readonly offset: number | undefined;

  constructor(offset?: number, deepest = DEEPEST) {
    super(`lists and objects are nested more than ${deepest} deep`);
    this.offset = offset;
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACE, CLOSE_BRACKET] = [0x7b, 0x5b, 0x7d, 0x5d];

/** The value of a JSON text. Throws TooDeepError, and the SyntaxError of `JSON.parse`. */
export function parseJson(text: string, deepest = DEEPEST): unknown {
  const offset = tooDeepAt(text, deepest);
  if (offset !== undefined) throw new TooDeepError(offset, deepest);
  return JSON.parse(text);
}

/** Where lists and objects in a JSON text are nested too deeply, from 0; undefined if they never are. */
export function tooDeepAt(text: string, deepest = DEEPEST): number | undefined {
  if (opens(text, "{", deepest) + opens(text, "[", deepest) <= deepest) return undefined;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > deepest) return index;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return undefined;
}

/** How often a bracket is in a text, or a number above `most`: that costs a tenth of reading it. */
function opens(text: string, bracket: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(bracket); at >= 0 && count <= most; at = text.indexOf(bracket, at + 1))
    count++;
  return count;
}

/** Where a string ends that starts there, with its closing quote if it has one. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/** Whether a value that was read from JSON is nested too deeply. */
export function isTooDeep(value: unknown, left = DEEPEST): boolean {
  if (typeof value !== "object" || value === null) return false;
  return left === 0 || Object.values(value).some((part) => isTooDeep(part, left - 1));
}

/** Follows `JSON.stringify` into a value, called from a replacer. */
export class Nesting {
  readonly #around: unknown[] = [];

  /** Whether an object holds itself; `holder` is what it is a member of. Throws TooDeepError. */
  isCircular(holder: unknown, value: object): boolean {
    const around = this.#around;
    while (around.length > 0 && around.at(-1) !== holder) around.pop();
    if (around.includes(value)) return true;
    if (around.push(value) > DEEPEST) throw new TooDeepError();
    return false;
  }
}
