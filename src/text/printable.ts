import { cut } from "./cut.ts";
import { unicodeEscape } from "./unicode-escape.ts";

/** Control characters but tab and line feed, line separators, and what turns the direction of writing. */
const UNPRINTABLE = /[[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]--[\t\n]]/gv;

const PLAIN = /^[\t\n -~]*$/;

/**
 * A text that does nothing but be read: what a model or a tool wrote cannot move the cursor, colour the terminal or hide
 * what stands beside it. Such characters are spelled out, as `\u001b`; a Windows line break is a line break.
 */
export function printable(text: string): string {
  // Nearly all texts are plain, and a look is cheaper than three searches.
  if (PLAIN.test(text)) return text;
  return text.toWellFormed().replaceAll("\r\n", "\n").replace(UNPRINTABLE, unicodeEscape);
}

/** A text on one line, its line breaks shown as ⏎, cut after so many characters. */
export function oneLine(text: string, most = Infinity): string {
  return printable(
    cut(text, most)
      .replace(/\s*\r?\n\s*/g, " ⏎ ")
      .replaceAll("\t", " "),
  );
}
