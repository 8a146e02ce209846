/** Control characters except tab and line feed, line separators, and what turns the direction of writing. */
const UNPRINTABLE = /[[\p{Cc}\p{Bidi_Control}\u2028\u2029]--[\t\n]]/gv;

const PLAIN = /^[\t\n -~]*$/;

/**
 * A text that is safe to print: what a model or a tool wrote cannot move the cursor, colour the terminal or hide what
 * is beside it. Such characters are spelled out, as `\u001b`; a Windows line break becomes a line break.
 */
export function printable(text: string): string {
  // Nearly all texts are plain, and one test is cheaper than three searches.
  if (PLAIN.test(text)) return text;
  return text.toWellFormed().replaceAll("\r\n", "\n").replace(UNPRINTABLE, unicodeEscape);
}

/** A text on one line, its line breaks shown as ⏎, cut after `most` characters. */
export function oneLine(text: string, most = Infinity): string {
  return printable(
    cut(text, most)
      .replace(/\s*\r?\n\s*/g, " ⏎ ")
      .replaceAll("\t", " "),
  );
}

/** At most the first `most` UTF-16 units of a text, with an ellipsis if it is longer; never half a character. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
}

/** A UTF-16 unit as JSON may spell it: `\u001b`. */
export function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
