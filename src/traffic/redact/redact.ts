import { base64Of, encodingsOf, spellingsOf, secretsOf } from "./secrets.ts";

/**
 * Takes secrets out of text. Equal texts come out equal, and redacting twice changes nothing more, so that a request is
 * compared in the form in which it was stored. JSON stays JSON.
 */
export interface Redactor {
  redact(text: string): string;
  /** The names of secret variables whose value the text still holds, in any usual encoding. */
  leaks(text: string): string[];
}

const REDACTED = "[redacted]";

/** Redacts by the values of secret variables in `environment`, and by the look of well-known keys and tokens. */
export function redactorFor(environment: Readonly<Record<string, string | undefined>>): Redactor {
  const secrets = secretsOf(environment);
  const spellings = longestFirst(secrets.flatMap(({ value }) => spellingsOf(value)));
  const encodings = longestFirst(secrets.flatMap(({ value }) => base64Of(value)));
  const shortest = encodings.at(-1)?.length ?? Infinity;
  return {
    redact(text) {
      let redacted = text;
      for (const spelling of spellings)
        if (redacted.includes(spelling))
          redacted = redacted.replaceAll(spelling, substituteFor(spelling));
      return replaceLongRuns(redactNamed(redacted), (run) =>
        run.length >= shortest && encodings.some((encoding) => run.includes(encoding))
          ? REDACTED
          : run.replace(KNOWN_KEYS, REDACTED),
      );
    },
    leaks(text) {
      return secrets
        .filter(({ value }) => encodingsOf(value).some((encoding) => text.includes(encoding)))
        .map(({ name }) => name);
    },
  };
}

/** A number stays a number: JSON has it without quotes. */
function substituteFor(secret: string): string {
  return /^\d+$/.test(secret) ? secret.replace(/\d/g, "9") : REDACTED;
}

/** Redacts text among bytes. Latin-1 has a character for every byte. */
export function redactBase64(base64: string, redact: (text: string) => string): string {
  const bytes = Buffer.from(base64, "base64").toString("latin1");
  const redacted = redact(bytes);
  return redacted === bytes ? base64 : Buffer.from(redacted, "latin1").toString("base64");
}

/** Keys and tokens that are known by their beginning. */
const KNOWN_KEYS =
  /\b(?:sk-[\w-]{16,}|[rs]k_(?:live|test)_\w{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}\b|gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AIza[\w-]{35}|(?:hf|gsk|npm)_\w{30,}|(?:xai|pplx)-\w{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})/g;

/** The scheme and the token of an Authorization header. */
const SCHEMES = /\b(bearer|basic)(\s+)([\w.~+/-]{12,}=*)/gi;

function redactScheme(whole: string, scheme: string, space: string, token: string): string {
  const isSecret = /bearer/i.test(scheme) ? !PROSE.test(token) : isEncoded(token);
  return isSecret ? `${scheme}${space}${REDACTED}` : whole;
}

/** Words that follow "bearer" in a text about bearer tokens. */
const PROSE = /^(?:authenti|authori|certificate|challenge|credential)[a-z]*\W*$/i;

/** Whether it is base64, and not a long word such as in "basic understanding". */
function isEncoded(run: string): boolean {
  return /^[\w+/-]+={0,2}$/.test(run) && /=$|\d|[a-z][A-Z]/.test(run);
}

/** Whether a text names a secret at all. It looks for the character after the name first, because that is rarer. */
const HAS_NAMED_SECRET =
  /[=:](?<=(?:key|token|secret|signature|sig|password|credential|cookie|authorization)(?:=|\\*":)|(?:cookie|authorization|api-key):)/i;

/** Secrets after their names: in a URL, a form, JSON (inside a string, its quotes are escaped), a cookie, a header. */
const NAMED_SECRETS: readonly RegExp[] = [
  /([?&](?:key|sig|secret|password|client_secret|api[-_]?key|(?:(?:access|auth|refresh|id|session|x-amz-security)[-_]?)?token|(?:x-(?:amz|goog)-)?(?:signature|credential))=)[^&#"\\\s]+/gi,
  /((?<![\w?&-])(?:client_secret|api_?key|(?:access|refresh|id)_token|password)=)[^&#"\\\s]+/gi,
  /(\\*"(?:(?:x-)?api[-_]?key|(?:access|auth|refresh|id|session|bearer)[-_]?token|client[-_]?secret|(?:proxy-)?authorization|(?:set-)?cookie)\\*":\s*\[?\s*\\*")[^"\\]+/gi,
  /(\bcookie:\s*[\w-]+=)[^"\\\r\n]+/gi,
  /(\b(?:authorization|(?:x-)?api-key):\s*(?:\w+\s+)?)[\w.~+/=-]{8,}/gi,
];

const USER_INFO = /(:\/\/[^/\s:@"\\]+:)[^/\s@"\\]+@/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*?-----END [A-Z ]*PRIVATE KEY-----/g;

function redactNamed(text: string): string {
  let redacted = text;
  if (HAS_NAMED_SECRET.test(redacted))
    for (const pattern of NAMED_SECRETS) redacted = redacted.replace(pattern, `$1${REDACTED}`);
  if (/earer|asic/i.test(redacted)) redacted = redacted.replace(SCHEMES, redactScheme);
  if (redacted.includes("://")) redacted = redacted.replace(USER_INFO, `$1${REDACTED}@`);
  return redacted.includes("PRIVATE KEY-----") ? redacted.replace(PRIVATE_KEY, REDACTED) : redacted;
}

/** So that no tail remains of a secret that begins with another. */
function longestFirst(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) => b.length - a.length);
}

/** The characters that keys, tokens and base64 are made of. */
const IS_KEY_CHARACTER = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.~")
  IS_KEY_CHARACTER[character.charCodeAt(0)] = 1;

/** All known keys and tokens are at least this long; few words are. */
const MIN_RUN = 15;

/**
 * Replaces the long runs of key characters in a text. It looks only at every fifteenth character, and from there
 * backwards: a text of 10 KB takes microseconds.
 */
function replaceLongRuns(text: string, replace: (run: string) => string): string {
  let replaced = "";
  let done = 0;
  for (let probe = MIN_RUN - 1; probe < text.length;) {
    let start = probe;
    const stop = probe - MIN_RUN + 1;
    while (start >= stop && isKeyCharacter(text, start)) start--;
    if (start >= stop) {
      // A run can only begin after this character, which is not a key's.
      probe = start + MIN_RUN;
      continue;
    }
    // Before it is the beginning of the text, or a character that is not a key's.
    start = stop;
    let end = probe + 1;
    while (end < text.length && isKeyCharacter(text, end)) end++;
    const run = text.slice(start, end);
    const substitute = replace(run);
    if (substitute !== run) {
      replaced += text.slice(done, start) + substitute;
      done = end;
    }
    probe = end + MIN_RUN;
  }
  return done === 0 ? text : replaced + text.slice(done);
}

function isKeyCharacter(text: string, index: number): boolean {
  return IS_KEY_CHARACTER[text.charCodeAt(index)] === 1;
}
