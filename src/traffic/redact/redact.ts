import { base64Of, encodingsOf, spellingsOf, secretsOf } from "./secrets.ts";

/**
 * Takes secrets out of text. The same text always comes out the same, and what came out stays as it is, so that a
 * request is compared in the form in which it was stored. JSON stays JSON.
 */
export interface Redactor {
  redact(text: string): string;
  /** The names of the secret variables whose value the text still holds, in any usual encoding. */
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
          redacted = redacted.replaceAll(spelling, concealed(spelling));
      return replaceLongRuns(redactNamed(redacted), (run) =>
        run.length >= shortest && encodings.some((encoding) => run.includes(encoding))
          ? REDACTED
          : run.replace(LOOKS, REDACTED),
      );
    },
    leaks(text) {
      return secrets
        .filter(({ value }) => encodingsOf(value).some((encoding) => text.includes(encoding)))
        .map(({ name }) => name);
    },
  };
}

/** A number stays one: in JSON it stands without quotes. */
function concealed(secret: string): string {
  return /^\d+$/.test(secret) ? secret.replace(/\d/g, "9") : REDACTED;
}

/** Keys and tokens that are known by how they begin. */
const LOOKS =
  /\b(?:sk-[\w-]{16,}|[rs]k_(?:live|test)_\w{10,}|(?:AKIA|ASIA)[0-9A-Z]{16}\b|gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AIza[\w-]{35}|(?:hf|gsk|npm)_\w{30,}|(?:xai|pplx)-\w{30,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})/g;

/** What follows the name of a scheme in an Authorization header. */
const SCHEMES = /\b(bearer|basic)(\s+)([\w.~+/-]{12,}=*)/gi;

function redactScheme(whole: string, scheme: string, space: string, token: string): string {
  const isSecret = /bearer/i.test(scheme) ? !SPOKEN_OF.test(token) : isEncoded(token);
  return isSecret ? `${scheme}${space}${REDACTED}` : whole;
}

/** What a text that is about bearer tokens may say behind the word. */
const SPOKEN_OF = /^(?:authenti|authori|certificate|challenge|credential)[a-z]*\W*$/i;

/** Whether it is base64, and no long word such as "basic understanding". */
function isEncoded(run: string): boolean {
  return /^[\w+/-]+={0,2}$/.test(run) && /=$|\d|[a-z][A-Z]/.test(run);
}

/** Whether anything is named as if it were a secret. It looks at what stands after the name first: that is rarer. */
const IS_NAMED =
  /[=:](?<=(?:key|token|secret|signature|sig|password|credential|cookie|authorization)(?:=|\\*":)|(?:cookie|authorization|api-key):)/i;

/** What is named as a secret: in a URL, in a form, in JSON (whose quotes are escaped where it stands inside a string), in a header. */
const NAMED: readonly RegExp[] = [
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
  if (IS_NAMED.test(redacted))
    for (const pattern of NAMED) redacted = redacted.replace(pattern, `$1${REDACTED}`);
  if (/earer|asic/i.test(redacted)) redacted = redacted.replace(SCHEMES, redactScheme);
  if (redacted.includes("://")) redacted = redacted.replace(USER_INFO, `$1${REDACTED}@`);
  return redacted.includes("PRIVATE KEY-----") ? redacted.replace(PRIVATE_KEY, REDACTED) : redacted;
}

/** So that a secret which begins with another is not left with its tail showing. */
function longestFirst(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) => b.length - a.length);
}

/** The characters that keys, tokens and base64 are made of. */
const IS_KEY_CHARACTER = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.~")
  IS_KEY_CHARACTER[character.charCodeAt(0)] = 1;

/** Keys and tokens that are known by their look are at least as long; few words are. */
const LEAST = 15;

/**
 * The text with its long unbroken runs of the characters of keys replaced. It looks at every fifteenth character only,
 * and from there backwards: a text of 10 KB takes microseconds.
 */
function replaceLongRuns(text: string, replace: (run: string) => string): string {
  let replaced = "";
  let done = 0;
  for (let probe = LEAST - 1; probe < text.length;) {
    let start = probe;
    const stop = probe - LEAST + 1;
    while (start >= stop && isKeyCharacter(text, start)) start--;
    if (start >= stop) {
      // The run must begin behind the character that is none of it.
      probe = start + LEAST;
      continue;
    }
    // Before it stands the beginning of the text, or a character that is none of a run.
    start = stop;
    let end = probe + 1;
    while (end < text.length && isKeyCharacter(text, end)) end++;
    const run = text.slice(start, end);
    const instead = replace(run);
    if (instead !== run) {
      replaced += text.slice(done, start) + instead;
      done = end;
    }
    probe = end + LEAST;
  }
  return done === 0 ? text : replaced + text.slice(done);
}

function isKeyCharacter(text: string, index: number): boolean {
  return IS_KEY_CHARACTER[text.charCodeAt(index)] === 1;
}
