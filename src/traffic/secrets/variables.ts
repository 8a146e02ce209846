import { existsSync } from "node:fs";
import { parseIfJson } from "../../json/value.ts";
import { isCommonplace } from "./harmless.ts";
import type { SecretNames } from "./secret-name.ts";

/** A variable of the environment whose value must stay secret, or a part of one. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Names of variables that hold secrets. PWD does not: it is the working directory. */
const SECRET_NAME =
  /PASS(?:WORD|WD|PHRASE|CODE)|(?<!COM|BY|SUR)PASS(?:_|\d|$)|SECRET|TOKEN(?!I[SZ])|CREDENTIAL|CREDS?(?:_|\d|$)|BEARER|COOKIE|WEBHOOK|SIGNATURE|AUTHORIZATION|CONN(?:ECTION)?_?STR(?:ING)?|(?<!MON|TUR|HOT|DON|JOC|WHIS|PUBLIC|PUBLIC_|PUBLISHABLE_)KEYS?(?:_|\d|$)|(?:^|_)(?:PAT|AUTH|JWT|DSN|PW|SAS|HMAC|T?OTP|MFA|[SR]K|PEM|PEPPER|SALT|MNEMONIC|HOOK|SIG)(?:_|\d|$)|[A-Z_]PWD$/i;

/** Endings of names that hold something about a secret, and not the secret. */
const HARMLESS_NAME =
  /AUTH_SOCK$|^OLDPWD$|_(?:FILE|PATH|DIR|NAME|TYPE|SIZE|LENGTH|COUNT|LIMIT|TTL|EXPIRY|ALGORITHM|PREFIX|ENABLED|REQUIRED|VERSION|REGION|ID)$/i;

/** The secrets of an environment, the longest first, so that no tail remains of one that begins with another. */
export function secretsOf(environment: Environment, names: SecretNames): Secret[] {
  const found = new Map<string, string>();
  for (const name of Object.keys(environment).sort()) {
    const value = (environment[name] ?? "").trim();
    const isNamed = names.adds(name);
    for (const secret of valuesOf(name, value, isNamed, names)) {
      const isUsual = isNamed ? secret.length < SHORTEST_NAMED : isCommonplace(secret);
      if (!isUsual && !found.has(secret)) found.set(secret, name);
    }
  }
  return [...found]
    .map(([value, name]) => ({ name, value }))
    .sort((a, b) => b.value.length - a.value.length);
}

/** A variable that the config names is taken for a secret from this length on, whatever it holds. */
const SHORTEST_NAMED = 4;

function valuesOf(name: string, value: string, isNamed: boolean, names: SecretNames): string[] {
  const inAddress = passwordsIn(value);
  if (inAddress.length > 0) return isNamed ? [value, ...inAddress] : inAddress;
  const isSecret =
    isNamed || (SECRET_NAME.test(name) && !isHarmless(name, value)) || isSecretAddress(value);
  return isSecret
    ? [value, ...partsOf(value), ...membersOf(parseIfJson(value), names)]
    : partsOf(value);
}

/** The password of a URL such as `postgres://user:password@host`, as it is and as it is meant. */
function passwordsIn(value: string): string[] {
  if (!value.includes("://")) return [];
  const [, password] = /^[a-z][\w+.-]*:\/\/[^/\s:@]*:([^/\s]+)@/i.exec(value) ?? [];
  return password === undefined ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a header's value or a connection string holds beside what is no secret: the token, the key. */
function partsOf(value: string): string[] {
  if (!/[=\s]/.test(value)) return [];
  const [, token] = /^(?:Bearer|Basic|Token|ApiKey|Digest)\s+(\S+)$/i.exec(value) ?? [];
  const members = value.matchAll(
    /(?:^|;)\s*(?:AccountKey|SharedAccessKey|SharedAccessSignature|InstrumentationKey|Password|Pwd|Secret)=([^;]+)/gi,
  );
  return [...(token === undefined ? [] : [token]), ...[...members].map(([, part = ""]) => part)];
}

/** The secret texts of a JSON value, such as those of a service account. */
function membersOf(value: unknown, names: SecretNames): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
    typeof member === "string"
      ? names.of(key) === "sure"
        ? [member]
        : []
      : membersOf(member, names),
  );
}

/** A file or a URL where a secret is found, or a number of tokens, is not a secret. */
function isHarmless(name: string, value: string): boolean {
  if (HARMLESS_NAME.test(name)) return true;
  // The name of a header, and not what stands in one.
  if (/_HEADER$/i.test(name) && /^[a-z-]+$/i.test(value)) return true;
  if (/^https?:\/\/[^?]*$/i.test(value)) return !/WEBHOOK|HOOK|DSN/i.test(name);
  if (/TOKENS/i.test(name) && /^[\d._]+$/.test(value)) return true;
  return /^(?:\/|~|\.{1,2}\/|[a-z]:[\\/])/i.test(value) && existsSync(value);
}

/** Whoever knows the address of a webhook may call it, whatever the variable's name. */
function isSecretAddress(value: string): boolean {
  return /^https:\/\/\S*(?:webhook|hooks\.)\S*\/[\w-]{16,}/i.test(value);
}
