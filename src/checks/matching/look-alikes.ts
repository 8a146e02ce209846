import { commonEnds } from "../../text/common-ends.ts";

/** Characters that look like those below them. */
const TWINS = "АВЕЗКМНОРСТУХІЈЅаеорсухіјѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονı‐‑‒–—―−﹣’‘‛ʼ′´“”„‟″";
const PLAIN = `ABE3KMHOPCTYXIJSaeopcyxijshdqwABEZHIKMNOPTYXovi--------''''''"""""`;
const PLAIN_OF = new Map([...TWINS].map((twin, at) => [twin, PLAIN[at]]));

/** What cannot be seen: zero width, directions, soft hyphens, variation selectors. */
const UNSEEN = /^\p{Default_Ignorable_Code_Point}$/u;

/** Spaces of all widths, letters of full width, of mathematics, and those that are joined. */
const STYLED = /^[\p{Z}\uFB00-\uFB06\uFF01-\uFF5E\u{1D400}-\u{1D7FF}…]$/u;

/** What a character looks like: nothing, or plain characters, its marks behind it. */
function looks(char: string): string {
  if (char < "\u0080") return char;
  if (UNSEEN.test(char)) return "";
  return PLAIN_OF.get(char) ?? char.normalize(STYLED.test(char) ? "NFKD" : "NFD");
}

/** Something that is seen, and which character of the text it is of. */
interface Glyph {
  readonly glyph: string;
  readonly of: number;
}

function glyphsOf(chars: readonly string[]): Glyph[] {
  return chars.flatMap((char, of) => [...looks(char)].map((glyph) => ({ glyph, of })));
}

/** The characters of a JSON string. */
type Spelling = readonly string[];

/**
 * Two texts with the characters spelled out (`\u200b`) by which they differ though nobody would see it. Undefined if there
 * are none.
 */
export function spelledOut(one: string, other: string): readonly [Spelling, Spelling] | undefined {
  const [left, right] = [[...one], [...other]];
  const [inLeft, inRight] = marked(left, right);
  const isUnseen = (char: string, all: readonly string[], others: readonly string[]): boolean =>
    UNSEEN.test(char) && countOf(char, all) !== countOf(char, others);
  for (const [at, char] of left.entries()) if (isUnseen(char, left, right)) inLeft.add(at);
  for (const [at, char] of right.entries()) if (isUnseen(char, right, left)) inRight.add(at);
  if (inLeft.size === 0 && inRight.size === 0) return undefined;
  return [spelling(left, inLeft), spelling(right, inRight)];
}

/** The places of characters that look the same in both texts and are not, from the start and from the end. */
function marked(
  left: readonly string[],
  right: readonly string[],
): readonly [Set<number>, Set<number>] {
  const [seenLeft, seenRight] = [glyphsOf(left), glyphsOf(right)];
  const { start, end } = commonEnds(
    seenLeft.map(({ glyph }) => glyph),
    seenRight.map(({ glyph }) => glyph),
  );
  const differ = (glyphs: readonly Glyph[]): Set<number> =>
    new Set(glyphs.slice(start, glyphs.length - end).map(({ of }) => of));
  const [otherLeft, otherRight] = [differ(seenLeft), differ(seenRight)];
  const [inLeft, inRight] = [new Set<number>(), new Set<number>()];
  const compare = (a: Glyph | undefined, b: Glyph | undefined): void => {
    if (a === undefined || b === undefined || left[a.of] === right[b.of]) return;
    // é and è have only the letter in common.
    if (otherLeft.has(a.of) || otherRight.has(b.of)) return;
    inLeft.add(a.of);
    inRight.add(b.of);
  };
  for (let at = 0; at < start; at++) compare(seenLeft[at], seenRight[at]);
  for (let at = 1; at <= end; at++) compare(seenLeft.at(-at), seenRight.at(-at));
  return [inLeft, inRight];
}

/** Where both have as many they belong there, as in 👩‍🚀. */
function countOf(char: string, chars: readonly string[]): number {
  return chars.filter((each) => each === char).length;
}

function spelling(chars: readonly string[], out: ReadonlySet<number>): Spelling {
  return chars.map((char, at) => {
    if (!out.has(at) || char < "\u0080") return JSON.stringify(char).slice(1, -1);
    const code = (char.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** The first part of a text that looks like another, be it in other letters; undefined if there is none. */
export function lookAlike(part: string, text: string): string | undefined {
  const chars = [...text];
  const glyphs = glyphsOf(chars);
  const seen = glyphs.map(({ glyph }) => glyph.toLowerCase());
  const wanted = glyphsOf([...part]).map(({ glyph }) => glyph.toLowerCase());
  // A syllable of Hangul is seen in its parts, and none of them is in the text.
  const isWhole = (at: number): boolean =>
    glyphs[at - 1]?.of !== glyphs[at]?.of &&
    glyphs[at + wanted.length - 1]?.of !== glyphs[at + wanted.length]?.of;
  const from = seen.findIndex(
    (_, at) => wanted.every((glyph, index) => seen[at + index] === glyph) && isWhole(at),
  );
  const [first, last] = [glyphs[from], glyphs[from + wanted.length - 1]];
  if (wanted.length === 0 || first === undefined || last === undefined) return undefined;
  return chars.slice(first.of, last.of + 1).join("");
}
