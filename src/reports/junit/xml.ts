import { unicodeEscape } from "../../text/printable.ts";

/** What XML 1.0 has no way to write. */
const FORBIDDEN = /[[\p{Cc}\uFFFE\uFFFF]--[\t\n\r]]/gv;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** A text between tags. Characters that XML 1.0 cannot hold are spelled out, as `\u001b`. */
export function xmlText(text: string): string {
  return holdable(text).replace(/[&<>\r]/g, (character) => ESCAPES[character] as string);
}

/** An attribute's value, without the quotes. Line breaks are kept. */
function xmlAttribute(text: string): string {
  return holdable(text).replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] as string);
}

/** Attributes as they stand in a tag, a space before each; undefined ones are left out. */
export function xmlAttributes(
  attributes: Readonly<Record<string, string | number | undefined>>,
): string {
  return Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join("");
}

function holdable(text: string): string {
  return text.toWellFormed().replace(FORBIDDEN, unicodeEscape);
}
