import { KeyShapes } from "./key-shapes.ts";
import { KNOWN_KEYS } from "./known-keys.ts";
import type { Take } from "./named.ts";
import { hasPlaceholder, numberOfSignature, signature, type Numbers } from "./placeholder.ts";

/** Families that the list has in one length only, or not at all. */
const FAMILIES: readonly string[] = [
  String.raw`sk-[\w-]{16,}`,
  String.raw`[rs]k_(?:live|test|prod)_\w{10,}`,
  String.raw`whsec_[\w+/=]{16,}`,
  String.raw`(?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[0-9A-Z]{16}(?![0-9A-Za-z])`,
  String.raw`gh[pousr]_\w{30,}`,
  String.raw`github_pat_\w{30,}`,
  String.raw`gl(?:pat|dt|rt|ft|ptt|oas|cbt|soat|imt|agent|ffct)-[\w-]{16,}`,
  String.raw`xox[abceoprs](?:\.xox[bp])?-[\w-]{10,}`,
  String.raw`xapp-\d-[\w-]{10,}`,
  String.raw`AIza[\w-]{35}`,
  String.raw`(?:hf|gsk|npm|r8|api_org)_\w{30,}`,
  String.raw`(?:xai|pplx)-\w{30,}`,
  String.raw`ya29\.[\w.-]{16,}`,
  String.raw`hv[sbr]\.[\w-]{20,}`,
  String.raw`shp(?:at|ca|pa|ss)_\w{20,}`,
  String.raw`dapi[0-9a-f]{32}`,
  String.raw`SG\.[\w-]{16,}\.[\w-]{16,}`,
  String.raw`pypi-[\w-]{40,}`,
  String.raw`figd_[\w-]{30,}`,
  String.raw`dckr_pat_[\w-]{20,}`,
  String.raw`vc[aipkr]_\w{20,60}`,
  String.raw`tskey-[a-z]+-\w{8,}-\w{16,}`,
  String.raw`sq0(?:atp|csp)-[\w-]{22,}`,
  String.raw`EAAA[\w-]{50,}`,
];

const KEYS = new KeyShapes([...FAMILIES, ...KNOWN_KEYS]);

/** Three parts in base64 for URLs, the first two of them JSON. */
const TOKEN_OF_PARTS = /(?<![A-Za-z0-9])(eyJ[\w-]{8,}\.)([\w-]{8,}\.)([\w-]{8,}(?:\.[\w-]+)*)/g;

/** The secret part of an address that may be called by whoever knows it, and of a bot's. */
const ADDRESS =
  /((?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks|outlook\.office\.com\/webhook|\.webhook\.office\.com\/webhookb2)\/)[\w+/=.@-]{16,}/g;
const BOT = /AA[\w-]{32,34}(?![\w-])/;

/** Takes the keys out of a run of characters that keys are made of; `before` is the text before the run. */
export function redactRun(
  run: string,
  before: string,
  take: Take,
  within: (text: string) => string,
  numbers: Numbers,
): string {
  const escape = restOfEscape(run, before);
  const text = run.slice(escape.length);
  if (before.endsWith(":") && /\d{6,}:$/.test(before) && BOT.test(text))
    return escape + text.replace(BOT, take);
  let redacted = text;
  if (redacted.includes("eyJ"))
    redacted = redacted.replace(
      TOKEN_OF_PARTS,
      (jwt: string, head: string, payload: string, rest: string) => {
        const replaced = numberOfSignature(rest.slice(rest.lastIndexOf(".") + 1));
        const number = replaced === undefined ? numbers.of(jwt) : numbers.after(replaced);
        return redactJwt(head, payload, rest, number, within);
      },
    );
  if (redacted.includes("hook"))
    redacted = redacted.replace(ADDRESS, (whole: string, start: string) => {
      return start + take(whole.slice(start.length));
    });
  return escape + KEYS.replaceIn(redacted, take);
}

/** With what a run begins that belongs to an escape before it: `%20`, `\n`, `\u0026`, the colour of a terminal. */
function restOfEscape(run: string, before: string): string {
  const [, , rest] =
    ESCAPES.find(([sign, lead]) => before.includes(sign) && lead.test(before)) ?? [];
  return rest?.exec(run)?.[0] ?? "";
}

/** A sign that is in every beginning of an escape, its beginning before the run, and its rest in it. */
const ESCAPES: readonly (readonly [sign: string, lead: RegExp, rest: RegExp])[] = [
  ["%", /%$/, /^[0-9A-Fa-f]{2}/],
  ["\\", /\\$/, /^(?:u[0-9A-Fa-f]{4}|[nrtbf])/],
  ["\u001b", /\[[\d;]*$/, /^\d*m/],
  ["\\u001", /\\u001[bB]\[[\d;]*$/, /^\d*m/],
];

/** Keeps header and payload of a JWT, which a program may read, without their own secrets; the signature goes. */
function redactJwt(
  head: string,
  payload: string,
  rest: string,
  number: number,
  within: (text: string) => string,
): string {
  // The payload of an encrypted token says nothing.
  const parts = rest.split(".");
  if (parts.length > 1) return head + [payload, ...parts].map(() => signature(number)).join(".");
  return `${redactPart(head, within)}${redactPart(payload, within)}${signature(number)}`;
}

/** A part of a JWT, with the full stop after it. */
function redactPart(part: string, within: (text: string) => string): string {
  const text = Buffer.from(part.slice(0, -1), "base64url").toString();
  const redacted = within(text);
  return redacted === text ? part : `${Buffer.from(redacted).toString("base64url")}.`;
}

/** Whether a text is a JWT, redacted or not: it keeps its shape. */
export function isJwt(text: string): boolean {
  return /^eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)*$/.test(text);
}

/** The scheme and the token of an Authorization header. */
const SCHEMES = /\b(bearer|basic)(\s+|%20|\+)([\w.~+/-]{12,}=*)/gi;

/** Words that follow "bearer" in a text about bearer tokens. */
const WORDS = /^(?:[a-z]+(?:-[a-z]+)*|[A-Z][a-z]+)\W*$/;

/** Whether it is base64, and not a long word such as in "basic understanding". */
function isEncoded(run: string): boolean {
  return /^[\w+/-]+={0,2}$/.test(run) && /=$|\d|[a-z][A-Z]/.test(run);
}

const USER_INFO = /(:\/\/[^/\s:@"'\\?#<>]*:)([^/\s"'\\?#<>]+)(?=@)/g;
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----([^"]*?)-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----/g;

/** Takes out what the text around it shows to be a secret: credentials of a header or a URL, private keys. */
export function redactSurrounded(text: string, take: Take): string {
  let redacted = text;
  if (/earer|asic/i.test(redacted))
    redacted = redacted.replace(SCHEMES, (whole, scheme: string, space: string, token: string) => {
      const isSecret = /bearer/i.test(scheme)
        ? !WORDS.test(token) || token.length > 24
        : isEncoded(token);
      return isSecret && !/^eyJ[\w-]+\.[\w-]+\./.test(token)
        ? `${scheme}${space}${take(token)}`
        : whole;
    });
  if (redacted.includes("://"))
    redacted = redacted.replace(USER_INFO, (whole, start: string, password: string) =>
      hasPlaceholder(password) ? whole : start + take(password),
    );
  return /-----END [A-Z ]*PRIVATE KEY/.test(redacted)
    ? redacted.replace(PRIVATE_KEY, take)
    : redacted;
}
