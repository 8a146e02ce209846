import { existsSync } from "node:fs";

/** The value of a variable of the environment that keeps somebody out. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** Variables whose value is a secret by their name. PWD is none: it is the working directory. */
const SECRET_NAME =
  /PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN(?!I[SZ])|API_?KEY|CREDENTIAL|BEARER|COOKIE|WEBHOOK|(?:^|_)(?:KEYS?|PASS|PAT|AUTH|JWT|DSN)(?:_|\d|$)|_PWD$/i;

/** What such a name says more of is about the secret, and not the secret. */
const HARMLESS_NAME =
  /AUTH_SOCK$|_(?:FILE|PATH|DIR|URI|NAME|TYPE|SIZE|LENGTH|COUNT|LIMIT|TTL|EXPIRY|ALGORITHM|HEADER|PREFIX)$/i;

/** Shorter values, such as `test`, stand in ordinary text and keep nobody out. */
const SHORTEST = 8;

/** What anybody would try first, and what stands in ordinary text. */
const COMMONPLACE =
  /^(?:password|postgres|changeme|localhost|development|production|undefined|disabled|required|redacted|placeholder)\d*$/i;

/** The secrets of an environment, the longest first, so that one that begins with another is not left with its tail showing. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): Secret[] {
  const names = new Map<string, string>();
  for (const name of Object.keys(environment).sort()) {
    const value = (environment[name] ?? "").trim();
    const secret =
      passwordIn(value) ?? (SECRET_NAME.test(name) && !isHarmless(name, value) ? value : "");
    if (secret.length >= SHORTEST && !COMMONPLACE.test(secret) && !names.has(secret))
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

/** Where a secret is kept or asked for, and how many tokens there are, is none. */
function isHarmless(name: string, value: string): boolean {
  if (HARMLESS_NAME.test(name)) return true;
  if (/^https?:\/\/[^?]*$/i.test(value)) return !/WEBHOOK|DSN/i.test(name);
  if (/TOKENS/i.test(name) && /^[\d._]+$/.test(value)) return true;
  return /^(?:\/|~|\.{1,2}\/|[a-z]:[\\/])/i.test(value) && existsSync(value);
}
