/** What stands in the place of a trial's first secret, and of every secret where nothing tells them apart. */
const REDACTED = "[redacted]";

/**
 * Placeholders of secrets that no tape has yet have numbers above this, so that none of them is taken for one of a tape.
 */
export const UNWRITTEN = 1_000_000;

/** The numbers of placeholders: each secret has its own. */
export interface Numbers {
  of(secret: string): number;
  /** The number with which a placeholder goes on that stands in a text already. */
  after(number: number): number;
}

export function placeholder(number: number): string {
  return number === 1 ? REDACTED : `[redacted-${number}]`;
}

const PLACEHOLDER = /\[redacted(?:-(\d{1,9}))?\]/;
const PLACEHOLDERS = new RegExp(PLACEHOLDER, "g");

export function hasPlaceholder(text: string): boolean {
  return text.includes("[redacted") && PLACEHOLDER.test(text);
}

/** The placeholders in brackets in a text, and where each begins. */
export function placeholdersOf(
  text: string,
): readonly { readonly number: number; readonly at: number; readonly end: number }[] {
  return [...text.matchAll(PLACEHOLDERS)].map(({ 0: whole, 1: number, index }) => ({
    number: numberIn(number),
    at: index,
    end: index + whole.length,
  }));
}

/** A text in which nothing tells its secrets apart. */
export function withoutNumbers(text: string): string {
  return text.replace(PLACEHOLDERS, REDACTED);
}

/** What replaces the signature of a token: letters that base64 has, so that the token can still be taken apart. */
export function signature(number: number): string {
  return number === 1 ? "redacted" : `redacted-${number}`;
}

/** The number of what replaces a signature; undefined if a signature was not replaced. */
export function numberOfSignature(text: string): number | undefined {
  const match = /^redacted(?:-(\d{1,9}))?$/.exec(text);
  return match === null ? undefined : numberIn(match[1]);
}

/** A secret number stays a number, for JSON has it without quotes. Short ones have no room to tell them apart. */
const SHORTEST_NUMBERED = 8;
const ROOM = 10_000;

/** What replaces digits: nines, from which the number of the secret is counted down. */
export function nines(digits: number, number: number): string {
  if (digits < SHORTEST_NUMBERED) return "9".repeat(digits);
  const down =
    number < UNWRITTEN
      ? Math.min(number, ROOM / 2 - 1)
      : ROOM / 2 + Math.min(number - UNWRITTEN, ROOM / 2 - 1);
  return "9".repeat(digits - 4) + String(ROOM - down).padStart(4, "0");
}

const NINES = /(?<!\d)9{4,}\d{4}(?!\d)/;
const ALL_NINES = new RegExp(NINES, "g");

/** The number of what replaces digits; undefined for any others. */
export function numberOfNines(text: string): number | undefined {
  const down = ROOM - Number(text.slice(-4));
  if (NINES.exec(text)?.[0] !== text || down === 0 || down === ROOM / 2) return undefined;
  return down < ROOM / 2 ? down : UNWRITTEN + down - ROOM / 2;
}

/** Above this, digits of a text may just look like it. */
const MOST_NINES = 500;

/** A text in which what replaced digits goes on with other numbers. */
export function rewriteNines(text: string, numbers: Numbers): string {
  if (!text.includes("9999")) return text;
  return text.replace(ALL_NINES, (digits) => {
    const number = numberOfNines(digits);
    const mayBeOne = number !== undefined && (number > UNWRITTEN || number < MOST_NINES);
    return mayBeOne ? nines(digits.length, numbers.after(number)) : digits;
  });
}

/** What stands in the place of a secret that is written like this: digits, or anything else. */
export function standIn(written: string, number: number): string {
  return /^\d+$/.test(written) ? nines(written.length, number) : placeholder(number);
}

const ANY = new RegExp(
  String.raw`${PLACEHOLDER.source}|(?<=[\w-]\.)redacted(?:-(\d{1,9}))?(?![\w-])|${NINES.source}`,
  "g",
);

/** A text with all that may be a placeholder, of whatever kind, taken out of it. */
export interface Frame {
  /** What is around them, with a mark where each stands. */
  readonly text: string;
  readonly numbers: readonly number[];
}

export function frameOf(text: string): Frame {
  const numbers: number[] = [];
  const framed = text.replace(ANY, (whole, inBrackets?: string, ofSignature?: string) => {
    const isDigits = whole.startsWith("9");
    const number = isDigits ? numberOfNines(whole) : numberIn(inBrackets ?? ofSignature);
    if (number === undefined) return whole;
    numbers.push(number);
    return isDigits ? `\0${whole.length}` : whole.startsWith("[") ? "\0[" : "\0.";
  });
  return { text: framed, numbers };
}

function numberIn(digits: string | undefined): number {
  return digits === undefined ? 1 : Number(digits);
}
