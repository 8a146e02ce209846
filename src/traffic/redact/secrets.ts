import { existsSync } from "node:fs";
import { unicodeEscape } from "../../text/printable.ts";

/** A variable of the environment whose value must stay secret. */
interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Names of variables that hold secrets. PWD does not: it is the working directory. */
const SECRET_NAME =
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN(?!I[SZ])|API_?KEY|CREDENTIAL|BEARER|COOKIE|WEBHOOK|(?:^|_)(?:KEYS?|PASS|PAT|AUTH|JWT|DSN)(?:_|\d|$)|_PWD$/i;

/** Endings of names that hold something about a secret, and not the secret. */
const HARMLESS_NAME =
  /AUTH_SOCK$|_(?:FILE|PATH|DIR|URI|NAME|TYPE|SIZE|LENGTH|COUNT|LIMIT|TTL|EXPIRY|ALGORITHM|HEADER|PREFIX)$/i;

/** Shorter values, such as `test`, occur in ordinary text and protect nothing. */
const MIN_LENGTH = 8;

/** Values that anybody would try first, or that occur in ordinary text. */
const COMMONPLACE =
  /^(?:password|postgres|changeme|localhost|development|production|undefined|disabled|required|redacted|placeholder)\d*$/i;

/** The secrets of an environment, the longest first, so that no tail remains of one that begins with another. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): Secret[] {
  const names = new Map<string, string>();
  for (const name of Object.keys(environment).sort()) {
    const value = (environment[name] ?? "").trim();
    const secret =
      passwordIn(value) ?? (SECRET_NAME.test(name) && !isHarmless(name, value) ? value : "");
    if (secret.length >= MIN_LENGTH && !COMMONPLACE.test(secret) && !names.has(secret))
      names.set(secret, name);
  }
  return [...names]
    .map(([value, name]) => ({ name, value }))
    .sort((a, b) => b.value.length - a.value.length);
}

/** The password of a URL such as `postgres://user:password@host`. */
function passwordIn(value: string): string | undefined {
  return /^[a-z][\w+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/i.exec(value)?.[1];
}

/** A file or a URL where a secret is found, or a number of tokens, is not a secret. */
function isHarmless(name: string, value: string): boolean {
  if (HARMLESS_NAME.test(name)) return true;
  if (/^https?:\/\/[^?]*$/i.test(value)) return !/WEBHOOK|DSN/i.test(name);
  if (/TOKENS/i.test(name) && /^[\d._]+$/.test(value)) return true;
  return /^(?:\/|~|\.{1,2}\/|[a-z]:[\\/])/i.test(value) && existsSync(value);
}

/** The spellings of a secret: as it is, in JSON, in JSON inside JSON, in a URL, in a form. */
export function spellingsOf(value: string): string[] {
  const inJson = jsonSpellings(value);
  const inUrl = encodeURIComponent(value.toWellFormed());
  const inUrls = [inUrl, inUrl.replaceAll("%2F", "/")];
  return [
    value,
    ...inJson,
    ...inJson.flatMap(jsonSpellings),
    ...inUrls,
    ...inUrls.map((url) => url.replaceAll("%20", "+")),
    ...inUrls.map((url) => url.replace(/%../g, (code) => code.toLowerCase())),
  ];
}

/** JSON as written by JavaScript, PHP (escapes slashes), Go (escapes HTML's characters) and Python (ASCII only). */
function jsonSpellings(value: string): string[] {
  const text = JSON.stringify(value).slice(1, -1);
  return [
    text,
    text.replaceAll("/", "\\/"),
    text.replace(/[<>&]/g, unicodeEscape),
    text.replace(/[^\0-\x7f]/g, unicodeEscape),
  ];
}

/** The part of a secret's base64 that its surroundings do not change, for each offset at which it may begin. */
export function base64Of(value: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.from("\0".repeat(offset) + value).toString("base64");
    const whole = encoded.slice([0, 2, 3][offset]).replace(/.=+$/, "");
    return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Every usual encoding, to find what redaction missed. */
export function encodingsOf(value: string): string[] {
  const hex = Buffer.from(value).toString("hex");
  return [...spellingsOf(value), ...base64Of(value), hex, hex.toUpperCase()];
}
