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
  if (!/[\p{L}\p{N}]/u.test(value) || hasPlaceholder(value) || EXAMPLE.test(value))
    return false;
  return !/\s/.test(value) || !PROSE.test(value);
}

/** Whether a value under a name that may mean something else, such as `token`, looks like a secret. */
export function isOpaque(value: string): boolean {
  return isHidden(value) && value.length >= 6 && !/\s/.test(value) && !isWord(value);
}
