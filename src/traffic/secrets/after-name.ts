/** A piece of a text. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/** How a value stands after its name. */
type Form = "json" | "quoted" | "raw" | "header";

/** The values of a name. */
export interface Found {
  readonly name: string;
  readonly form: Form;
  /** One, or those of a list. */
  readonly values: readonly Piece[];
}

/** A name, and how it stands before its sign. */
export interface Name {
  readonly text: string;
  /** The index of the character before it, its quote if it has one. */
  readonly before: number;
  readonly quote: string | undefined;
  /** How many backslashes stand before each of its quotes. */
  readonly slashes: number;
  readonly spaced: boolean;
}

/** The name that ends before a sign, `=` or `:`. */
export function nameBefore(text: string, sign: number): Name | undefined {
  let at = sign - 1;
  const spaced = isSpace(text, at);
  if (spaced) at--;
  if (text[at] === "]") at--;
  const quote = text[at] === '"' || text[at] === "'" ? text[at] : undefined;
  let slashes = 0;
  if (quote !== undefined) {
    at--;
    for (; text[at] === "\\"; at--) slashes++;
  }
  const end = at + 1;
  if (quote !== undefined) at = text.lastIndexOf(quote, at);
  else {
    while (isNameCharacter(text, at)) at--;
    if (isEscapedBreak(text, at + 1)) at++;
  }
  if (at < 0 && quote !== undefined) return undefined;
  if (end - at > LONGEST_NAME) return undefined;
  return { text: text.slice(at + 1, end), before: at, quote, slashes, spaced };
}

const LONGEST_NAME = 80;

/** Between a name and the value beside it. */
const NEAR = 400;

/** The name of a `value` that stands before it: in `{"name":"password","value":"…"}`, and in an element's attributes. */
export function nameBeside(text: string, before: number): string {
  const near = text.slice(Math.max(0, before - NEAR), before);
  const [, , member, attribute] = BESIDE.exec(near) ?? [];
  return member ?? attribute ?? "";
}

const BESIDE =
  /(["'])(?:name|key|header|field)\\*\1:\s?\\*\1([\w.-]{2,60})\\*\1,\s*\\*$|<\w[^<>]*\s(?:name|key|id)=\\*["']([\w.-]{2,60})\\*["'][^<>]*$/i;

/** Where the value of a name stands; undefined if it has none. */
export function valueAfter(text: string, sign: number, name: Name): Found | undefined {
  const { before, quote, spaced } = name;
  if (quote !== undefined)
    return text[sign] === ":" ? jsonValue(text, name, quote, sign) : undefined;
  if (text[sign] === ":") return headerValue(text, before, name.text, sign);
  const { start, slashes, mark } = opening(text, sign + 1);
  if (mark !== undefined) {
    const to = closing(text, start, slashes, mark);
    return to === undefined ? undefined : one(name.text, "quoted", start, to);
  }
  if (spaced) return undefined;
  const to = matchEnd(VALUES[text[before] ?? "&"] ?? IN_TEXT, text, sign + 1);
  return to === sign + 1 || text[sign + 1] === "=" || text[sign + 1] === ">"
    ? undefined
    : one(name.text, "raw", sign + 1, to);
}

const IN_FORM = /(?:[^&#"\\\s<>;]|;(?!\s))*/y;
const IN_TEXT = /(?:[^&#"'\\\s<>,;]|;(?!\s))*/y;
/** A value in a form or a query, and in a list of settings, by what stands before its name. */
const VALUES: Readonly<Record<string, RegExp>> = {
  "?": IN_FORM,
  "&": IN_FORM,
  ";": /[^&#"'\\\s<>,;]*/y,
};
const IN_LINE = /[^"'\\\r\n]*/y;

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.exec(text);
  return pattern.lastIndex;
}

/** The value of a JSON member, or the texts of its list. */
function jsonValue(
  text: string,
  { text: name, slashes }: Name,
  quote: string,
  sign: number,
): Found | undefined {
  const values: Piece[] = [];
  let next = opening(text, sign + 1, "[");
  while (next.mark === quote && next.slashes === slashes) {
    const to = closing(text, next.start, slashes, quote);
    if (to === undefined) break;
    values.push({ from: next.start, to });
    const end = to + slashes + 1;
    if (text[end] !== ",") break;
    next = opening(text, end + 1);
    // The next text of a list, or the next member of the object, whose name is followed by a colon.
    const nextEnd = closing(text, next.start, slashes, quote);
    if (nextEnd === undefined || isSignAfter(text, nextEnd + slashes + 1)) break;
  }
  return values.length === 0 ? undefined : { name, form: "json", values };
}

function isSignAfter(text: string, at: number): boolean {
  return text[at] === ":" || (isSpace(text, at) && text[at + 1] === ":");
}

function one(name: string, form: Form, from: number, to: number): Found {
  return { name, form, values: [{ from, to }] };
}

/** A header, or a line of YAML: its name begins a line or a quoted text. Or a member of an object in a program. */
function headerValue(text: string, before: number, name: string, sign: number): Found | undefined {
  const { start, slashes, mark } = opening(text, sign + 1);
  if (mark !== undefined) {
    const to = closing(text, start, slashes, mark);
    return to === undefined ? undefined : one(name, "quoted", start, to);
  }
  if (!beginsLine(text, before)) return undefined;
  const end = matchEnd(IN_LINE, text, sign + 1);
  const line = text.slice(sign + 1, end);
  const [lead = ""] = HEADER_LEAD.exec(/cookie$/i.test(name) ? "" : line) ?? [];
  const [cookie = ""] = (/cookie$/i.test(name) ? /^\s*[\w-]+=/ : /^\s*/).exec(line) ?? [];
  const from = sign + 1 + Math.max(lead.length, cookie.length);
  const value = text.slice(from, end).trimEnd();
  // A line of prose goes on.
  if (value === "" || (/\s/.test(value) && !/cookie$/i.test(name))) return undefined;
  return one(name, "header", from, from + value.length);
}

/** The scheme of an Authorization header. */
const HEADER_LEAD = /^\s*[A-Za-z][\w-]*\s+(?=\S+\s*$)/;

function beginsLine(text: string, before: number): boolean {
  let at = before;
  while (text[at] === " " || text[at] === "\t" || text[at] === "-") at--;
  return at < 0 || /[\r\n"']/.test(text[at] as string) || isEscapedBreak(text, at);
}

/** Whether this is the letter of `\n` and the like, in JSON. */
function isEscapedBreak(text: string, at: number): boolean {
  return text[at - 1] === "\\" && /[nrt]/.test(text[at] ?? "");
}

/** The quote that opens a value, if one does, with the number of backslashes before it. */
function opening(
  text: string,
  from: number,
  bracket?: "[",
): { readonly start: number; readonly slashes: number; readonly mark: string | undefined } {
  let at = from;
  while (isSpace(text, at)) at++;
  if (text[at] === bracket) {
    at++;
    while (isSpace(text, at)) at++;
  }
  let slashes = 0;
  while (text[at] === "\\") {
    slashes++;
    at++;
  }
  const mark = text[at] === '"' || text[at] === "'" ? text[at] : undefined;
  return { start: at + 1, slashes, mark };
}

function isSpace(text: string, at: number): boolean {
  const character = text[at];
  return character === " " || character === "\n" || character === "\t" || character === "\r";
}

/** Where the quote closes: the quote itself has as many backslashes as the opening one, one inside has more. */
function closing(text: string, from: number, slashes: number, mark: string): number | undefined {
  for (let at = text.indexOf(mark, from); at >= 0; at = text.indexOf(mark, at + 1)) {
    let before = 0;
    while (at - before > from && text[at - 1 - before] === "\\") before++;
    if (before % (2 * (slashes + 1)) === slashes) return at - slashes;
  }
  return undefined;
}

function isNameCharacter(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}
