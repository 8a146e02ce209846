/** Deeper than anyone writes, and far from where recursive functions run out of stack. */
const DEEPEST = 200;

/** Lists and objects are nested too deeply. */
export class TooDeepError extends Error {
  override readonly name = "TooDeepError";
  /** Where in the text they become so, from 0. */
  readonly offset: number;

  constructor(offset: number) {
    super(`lists and objects are nested more than ${DEEPEST} deep`);
    this.offset = offset;
  }
}

/** `JSON.parse` silently drops something of the text; `lossFaults` says what. */
export class LossError extends Error {
  override readonly name = "LossError";
}

/** Parses JSON without loss. Throws TooDeepError, LossError and the SyntaxError of `JSON.parse`. */
export function parseStrictly(text: string): unknown {
  const written = countWrittenKeys(text);
  const value: unknown = JSON.parse(text);
  const kept = keptIn(value);
  if (kept.keys !== written || (kept.largeNumbers && !keepsNumbers(text))) throw new LossError();
  return value;
}

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const [OPEN_BRACE, OPEN_BRACKET, CLOSE_BRACE, CLOSE_BRACKET] = [0x7b, 0x5b, 0x7d, 0x5d];

/** How many keys a JSON text holds, which is how many colons stand outside its strings. */
function countWrittenKeys(text: string): number {
  let keys = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COLON) keys++;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > DEEPEST) throw new TooDeepError(index);
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return keys;
}

function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

interface Kept {
  keys: number;
  /** Whether there are numbers too large to be told from their neighbours. */
  largeNumbers: boolean;
}

function keptIn(value: unknown, kept: Kept = { keys: 0, largeNumbers: false }): Kept {
  if (typeof value === "number") kept.largeNumbers ||= Math.abs(value) > Number.MAX_SAFE_INTEGER;
  else if (Array.isArray(value)) for (const item of value) keptIn(item, kept);
  else if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) {
      kept.keys++;
      keptIn((value as Readonly<Record<string, unknown>>)[key], kept);
    }
  }
  return kept;
}

function keepsNumbers(text: string): boolean {
  let exact = true;
  JSON.parse(text, ((_key: string, value: unknown, { source }: { source: string }) => {
    if (typeof value === "number") exact &&= isExactNumber(source);
    return value;
  }) as (key: string, value: unknown) => unknown);
  return exact;
}

/** Whether `JSON.parse` reads a number exactly: it is not too large and has no more digits than a number holds. */
export function isExactNumber(written: string): boolean {
  const read = Number(written);
  if (!Number.isFinite(read)) return false;
  return Number.isSafeInteger(read) || !/^-?\d+$/.test(written) || BigInt(written) === BigInt(read);
}
