import { hasPlaceholder } from "./placeholder.ts";

/** Values that anybody would try first, or that stand for one. */
const COMMONPLACE =
  /^(?:password|passwd|postgres|changeme|localhost|development|production|undefined|disabled|required|redacted|placeholder)\d*$/i;

/** Shorter values, such as `test`, occur in ordinary text and protect nothing. */
const MIN_LENGTH = 8;

/** Whether a value is too short, or too usual, to be looked for wherever it stands. */
export function isCommonplace(value: string): boolean {
  return value.length < MIN_LENGTH || COMMONPLACE.test(value) || isWord(value);
}

/**
 * Whether a value reads as one word of a language: letters of one case, after the first, with vowels between them.
 * Texts are full of words, and looking for one would tear holes into them.
 */
function isWord(value: string): boolean {
  return (
    /^(?:[a-z]{1,15}|[A-Z][a-z]{1,14}|[A-Z]{1,15})$/.test(value) &&
    !/[^aeiouy]{5}/i.test(value) &&
    (value.match(/[aeiouy]/gi)?.length ?? 0) * 4 >= value.length
  );
}

/** What programs and documentation write in place of a secret. */
const EXAMPLE =
  /^(?:string|str|text|number|integer|boolean|object|array|null|nil|none|true|false|yes|no|required|optional|hidden|unknown|undefined|invalid|valid|missing|empty|password|secret|token|x+|\*+|•+|\.{3}|…|<.*>|\$\w+|\$\{.*|\{.*\}|%\w+%|%s|your[-_ ].*|.*process\.env\b.*|.*\bos\.environ\b.*)$/i;

/** A sentence about a secret. */
const PROSE = /\s(?:.*\s)?(?:is|are|was|must|the|your|a|an|to|for|of|and|or|with|please)\s|[.?!]$/i;

/** Whether what is named as a secret is one: not a type, a placeholder, or a sentence about it. */
export function isHidden(value: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(value) || hasPlaceholder(value) || EXAMPLE.test(value)) return false;
  return !/\s/.test(value) || !PROSE.test(value);
}

/** Ids that look drawn by chance: those of Twilio and of Windows. */
const PUBLIC_ID = /^(?:[A-Z]{2}[0-9a-f]{32}|S-1-[\d-]+)$/;

/** Whether a value looks drawn by chance, or computed so that it does: not a name, a signature of a function, a file. */
export function isDrawn(value: string): boolean {
  // Base64 is wrapped in lines.
  const whole = value.replace(/\s*(?:[\r\n]|\\[rn])\s*/g, "");
  if (whole.length < 16 || /[\s(){}<>]|:\/\//.test(whole) || !isHidden(whole)) return false;
  if (PUBLIC_ID.test(whole) || isNamelike(whole)) return false;
  const hasHex = /(?=[\d-]*[a-f])(?=[a-f-]*\d)[0-9a-f-]{16,}/i.test(whole);
  const isMixed = /[a-z]/.test(whole) && /[A-Z]/.test(whole) && /[\d=]/.test(whole);
  return hasHex || isMixed;
}

/** Whether all letters of a value belong to words, however these are joined: `john-smith-2.png`, `getUser2`. */
function isNamelike(value: string): boolean {
  const words = value.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).filter((word) => word !== "");
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  return (
    words.every((word) => /^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(word)) && letters >= 3 * words.length
  );
}

/** Whether a value under a name that may mean something else, such as `token`, looks like a secret. */
export function isOpaque(value: string): boolean {
  return isHidden(value) && value.length >= 6 && !/\s/.test(value) && !isWord(value);
}
