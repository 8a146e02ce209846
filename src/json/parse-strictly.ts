import { endOfString, parseJson } from "./depth.ts";

/** `JSON.parse` silently drops something of the text; `lossFaults` says what. */
export class LossError extends Error {
  override readonly name = "LossError";
}

/** Parses JSON without loss. Throws TooDeepError, LossError and the SyntaxError of `JSON.parse`. */
export function parseStrictly(text: string): unknown {
  const value = parseJson(text);
  const written = countWrittenKeys(text);
  const kept = keptIn(value);
  if (kept.keys !== written || (kept.largeNumbers && !keepsNumbers(text))) throw new LossError();
  return value;
}

const [QUOTE, COLON] = [0x22, 0x3a];

/** How many keys a JSON text holds, which is how many colons stand outside its strings. */
function countWrittenKeys(text: string): number {
  let keys = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code === COLON) keys++;
  }
  return keys;
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
