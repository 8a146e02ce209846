/** Takes secrets out of text. The same text always comes out the same, so that a request is compared in the form in which it was stored. */
export interface Redactor {
  redact(text: string): string;
  /** The names of the secret variables whose value the text still holds, in any usual encoding. */
  leaks(text: string): string[];
}

/** Variables whose value is a secret by their name. PWD is none: it is the working directory. */
const SECRET_NAME =
  /(?:^|_)(?:API_?KEYS?|KEYS?|TOKENS?|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|BEARER|COOKIES?|AUTHORIZATION)(?:_|\d|$)/i;

/** Shorter values, such as `test`, stand in ordinary text and keep nobody out. */
const SHORTEST_SECRET = 8;

/** What is a secret by its look, or by the name it is given in a URL or in JSON (whose quotes are escaped where it stands inside a string). */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/-]{12,}=*/gi, "$1 [redacted]"],
  [/\bsk-[\w-]{16,}/g, "[redacted]"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, "[redacted]"],
  [
    /\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|xox[abeprs]-[\w-]{10,}|AIza[\w-]{35}|hf_\w{30,}|gsk_\w{30,})/g,
    "[redacted]",
  ],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g, "[redacted]"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----/gs, "[redacted]"],
  [
    /([?&](?:api[-_]?key|key|(?:access|auth|refresh|id)?_?token|signature|sig|secret|client_secret|password)=)[^&#"\\\s]+/gi,
    "$1[redacted]",
  ],
  [/(:\/\/[^/\s:@"\\]+:)[^/\s@"\\]+@/g, "$1[redacted]@"],
  [
    /(\\*"(?:api[-_]?key|(?:access|auth|refresh|id)_?token|client_?secret|authorization|(?:set-)?cookie)\\*"\s*:\s*\\*")[^"\\]+/gi,
    "$1[redacted]",
  ],
];

/** Redacts by the values of secret variables in `environment`, and by the look of well-known keys and tokens. */
export function redactorFor(environment: Readonly<Record<string, string | undefined>>): Redactor {
  const secrets = secretValues(environment);
  const spellings = secrets.flatMap(({ name, value }) =>
    [...new Set([value, inJson(value), encodeURIComponent(value)])].map((spelling) => ({
      name,
      spelling,
    })),
  );
  const known =
    spellings.length === 0
      ? undefined
      : new RegExp(spellings.map(({ spelling }) => literally(spelling)).join("|"), "g");
  const nameOf = new Map(spellings.map(({ name, spelling }) => [spelling, name]));
  return {
    redact(text) {
      let redacted =
        known === undefined ? text : text.replace(known, (spelling) => `[${nameOf.get(spelling)}]`);
      for (const [pattern, replacement] of PATTERNS)
        redacted = redacted.replace(pattern, replacement);
      return redacted;
    },
    leaks(text) {
      return secrets
        .filter(({ value }) => encodings(value).some((encoded) => text.includes(encoded)))
        .map(({ name }) => name);
    },
  };
}

function secretValues(
  environment: Readonly<Record<string, string | undefined>>,
): { name: string; value: string }[] {
  const secrets = new Map<string, string>();
  for (const name of Object.keys(environment).sort()) {
    const value = environment[name] ?? "";
    const secret = SECRET_NAME.test(name) ? value : passwordIn(value);
    if (secret.length >= SHORTEST_SECRET && !secrets.has(secret)) secrets.set(secret, name);
  }
  // The longest first, so that a secret that begins with another is not left with its tail showing.
  return [...secrets]
    .map(([value, name]) => ({ name, value }))
    .sort((a, b) => b.value.length - a.value.length);
}

/** The password of a URL such as `postgres://user:password@host`. */
function passwordIn(value: string): string {
  return /^[a-z][\w+.-]*:\/\/[^/\s:@]*:([^/\s@]+)@/i.exec(value)?.[1] ?? "";
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function inJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

/** Base64 depends on where in the text the value begins: the part that does not change with it, for each of the three places. */
function encodings(value: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from("\0".repeat(offset) + value)
      .toString("base64")
      .replace(/=+$/, "");
    const begin = [0, 2, 3][offset] ?? 0;
    return encoded.slice(begin, -1);
  });
  return [value, inJson(value), inJson(inJson(value)), encodeURIComponent(value), ...base64];
}
