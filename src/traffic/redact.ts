import { replaceLongRuns } from "./long-runs.ts";
import { base64Of, encodingsOf, spellingsOf } from "./secret-spellings.ts";
import { secretsOf } from "./secrets.ts";

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
  const spelled = alternations(secrets.flatMap(({ value }) => spellingsOf(value)));
  const encoded = alternations(secrets.flatMap(({ value }) => base64Of(value)));
  return {
    redact(text) {
      let redacted = text;
      for (const spelling of spelled) redacted = redacted.replace(spelling, concealed);
      return replaceLongRuns(redactNamed(redacted), (run, before) =>
        encoded.some((part) => run.search(part) >= 0) ? REDACTED : redactRun(run, before),
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

function redactRun(run: string, before: string): string {
  const scheme = /\b(bearer|basic)\s+$/i.exec(before)?.[1]?.toLowerCase();
  if (scheme === "bearer" ? !SPOKEN_OF.test(run) : scheme === "basic" && isEncoded(run))
    return REDACTED;
  return run.replace(LOOKS, REDACTED);
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
  if (redacted.includes("://")) redacted = redacted.replace(USER_INFO, `$1${REDACTED}@`);
  return redacted.includes("PRIVATE KEY-----") ? redacted.replace(PRIVATE_KEY, REDACTED) : redacted;
}

/** Expressions of a few literals each: Node skips through a text with those, and walks through it with long ones. */
function alternations(literals: readonly string[]): RegExp[] {
  const longestFirst = [...new Set(literals)].sort((a, b) => b.length - a.length);
  return Array.from(
    { length: Math.ceil(longestFirst.length / 8) },
    (_, index) =>
      new RegExp(
        longestFirst
          .slice(index * 8, index * 8 + 8)
          .map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"))
          .join("|"),
        "g",
      ),
  );
}
