import { isDrawn, isHidden, isOpaque } from "./harmless.ts";
import { nameBefore, nameBeside, valueAfter, type Found, type Piece } from "./after-name.ts";
import { NameEndings } from "./name-endings.ts";
import { hasPlaceholder } from "./placeholder.ts";
import type { Secrecy, SecretNames } from "./secret-name.ts";

/** Replaces one secret: returns what stands in its place in the text. */
export type Take = (secret: string) => string;

/** Takes out what is named as a secret, in JSON, forms, URLs, cookies, headers, XML, HTML and multipart bodies. */
export class NamedSecrets {
  readonly #names: SecretNames;
  readonly #endings: NameEndings;

  constructor(names: SecretNames, more: readonly string[]) {
    this.#names = names;
    this.#endings = new NameEndings(more);
  }

  redact(text: string, take: Take): string {
    return this.#redactBeside(this.#redactSigned(text, take), take);
  }

  /** Whether a text is the name of a secret, which may stand in a text beside it. */
  areNamedBy(text: string): boolean {
    if (!/^[\w.-]+$/.test(text)) return false;
    const sign = `${text.replace(/[._-]+$/, "")}:`;
    return this.#endings.signsIn(sign).length > 0 && this.#names.of(text) !== undefined;
  }

  /** Values after `name=` and `name:`. */
  #redactSigned(text: string, take: Take): string {
    let redacted = "";
    let done = 0;
    for (const sign of this.#endings.signsIn(text)) {
      if (sign < done) continue;
      const name = nameBefore(text, sign);
      if (name === undefined) continue;
      const isBeside = name.text.toLowerCase() === "value";
      const secrecy = this.#names.of(isBeside ? nameBeside(text, name.before) : name.text);
      if (secrecy === undefined) continue;
      const found = valueAfter(text, sign, name);
      if (found === undefined) continue;
      for (const piece of found.values) {
        const value = text.slice(piece.from, piece.to);
        if (!isSecret(secrecy, value, found, piece, text)) continue;
        redacted += text.slice(done, piece.from) + take(value);
        done = piece.to;
      }
    }
    return done === 0 ? text : redacted + text.slice(done);
  }

  /** Values in elements, in fields that have their name beside them, and in JSON whose quotes are entities. */
  #redactBeside(text: string, take: Take): string {
    const replaceValue = (
      whole: string,
      before: string,
      name: string,
      between: string,
      value: string,
    ): string => {
      const secrecy = this.#names.of(name);
      const isTaken =
        (secrecy === "sure" && isHidden(value)) ||
        (secrecy === "maybe" && isOpaque(value)) ||
        ((secrecy === "signature" || secrecy === "drawn") && isDrawn(value));
      const at = before.length + name.length + between.length;
      return isTaken
        ? before + name + between + take(value) + whole.slice(at + value.length)
        : whole;
    };
    let redacted = text;
    for (const [hint, pattern] of BESIDE_NAMES)
      if (redacted.includes(hint)) redacted = redacted.replace(pattern, replaceValue);
    return redacted;
  }
}

const NAME = String.raw`[\w.:-]{2,60}`;
const BREAK = String.raw`(?:\r?\n|(?:\\+r)?\\+n)`;

/** Each with a text that a text must have for it: what is before a name, the name, what is between, the value. */
const BESIDE_NAMES: readonly (readonly [hint: string, pattern: RegExp])[] = [
  [
    "</",
    new RegExp(
      String.raw`(<(?:\w+:)?)(${NAME})((?:\s[^<>]*)?>(?:\s*<!\[CDATA\[)?)([^<>\]]+)(?=(?:\]\]>\s*)?<\\*/)`,
      "g",
    ),
  ],
  [
    "form-data",
    new RegExp(
      String.raw`(form-data;[^\n]{0,200}?\bname=\\*"?)(${NAME})(\\*"?(?:${BREAK}[\w-]+:[^\n\\]*)*${BREAK}${BREAK})([^\r\n\\]+)`,
      "gi",
    ),
  ],
  [
    ";:",
    new RegExp(
      String.raw`(&(?:quot|#34|#x22);)(${NAME})(&(?:quot|#34|#x22);\s?:\s?&(?:quot|#34|#x22);)([^&<>"]+)`,
      "gi",
    ),
  ],
];

/** Between the parts of a text in a list of them, as models give them with their chances. */
const NEAR = 400;

function isSecret(
  secrecy: Secrecy,
  value: string,
  { name, form }: Found,
  { from, to }: Piece,
  text: string,
): boolean {
  const inUrl = form === "raw" && isParameter(text, from, name);
  switch (secrecy) {
    case "in_url":
      return inUrl && !hasPlaceholder(value);
    case "signature":
      return inUrl ? !hasPlaceholder(value) : isDrawn(value);
    case "drawn":
      return isDrawn(value);
    case "granted":
      return isGranted(value, text, from, to);
    case "sure":
      if (inUrl) return isHidden(value);
      return isHidden(value) && (form === "json" || form === "header" || isPlain(value));
    case "maybe":
      if (inUrl) return isHidden(value);
      return isOpaque(value) && isPlain(value) && !isPartOfText(text, from, to);
  }
}

/** Whether a code comes with what a client sends to exchange it for a token, or with what leads back to the client. */
function isGranted(value: string, text: string, from: number, to: number): boolean {
  if (!isOpaque(value)) return false;
  const before = text.slice(Math.max(0, from - NEAR), from);
  const after = text.slice(to, to + NEAR);
  if (GRANT.test(before) || GRANT.test(after)) return true;
  if (!isDrawn(value)) return false;
  const address = /[^\s"'<>]*$/.exec(before)?.[0] + " " + /^[^\s"'<>]*/.exec(after)?.[0];
  return /[?&]state=/.test(address);
}

const GRANT = /grant_?type\W{1,10}authorization_code/i;

function isPartOfText(text: string, from: number, to: number): boolean {
  return (
    text.slice(to, to + NEAR).includes("logprob") ||
    text.slice(Math.max(0, from - NEAR), from).includes("logprob")
  );
}

/** A call or a member of something is program text. */
function isPlain(value: string): boolean {
  return !/[()[\]{}]/.test(value);
}

function isParameter(text: string, from: number, name: string): boolean {
  const before = text[from - name.length - 2];
  return before === "?" || before === "&";
}
