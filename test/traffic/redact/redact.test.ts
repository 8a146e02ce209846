import { brotliCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { redactorFor } from "../../../src/traffic/redact/redact.ts";

/** A text whose signs are entities. */
function entities(text: string, entity: (code: number, sign: string) => string): string {
  return text.replace(/[^a-z0-9 ]/giu, (sign) => entity(sign.codePointAt(0) ?? 0, sign));
}

const NAMES: Readonly<Record<string, string>> = { '"': "quot", "&": "amp", "€": "euro" };
const NAMED = (_: number, sign: string): string =>
  NAMES[sign] === undefined ? sign : `&${NAMES[sign]};`;

const KEY = "sk-proj-Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5";

/** Redacts, and asserts what holds for every redaction: it is stable, and JSON stays JSON. */
function redacted(text: string, environment: Record<string, string> = {}): string {
  const { redact } = redactorFor(environment);
  const once = redact(text);
  expect(redact(once)).toBe(once);
  const quoted = redact(JSON.stringify({ content: text }));
  expect(JSON.parse(quoted)).toEqual({ content: once });
  return once;
}

describe("a secret that is known by its look", () => {
  it.each([
    ["an OpenAI key", KEY],
    ["an Anthropic key", "sk-ant-api03-abcdefghijklmnop_qrstuvwxyz-0123456789"],
    ["a Stripe key", "sk_live_0123456789abcdefghij"],
    ["an AWS access key", "AKIAIOSFODNN7EXAMPLE"],
    ["a GitHub token", "ghp_0123456789abcdefghijABCDEFGHIJ012345"],
    ["a fine-grained GitHub token", "github_pat_11ABCDEFG0123456789_abcdefghijklmnop"],
    ["a GitLab token", "glpat-0123456789abcdefghij"],
    ["a Slack token", "xoxb-123456789012-abcdefghijkl"],
    ["a Google key", "AIzaSyA0123456789abcdefghijklmnopqrstuv"],
    ["a Hugging Face token", "hf_0123456789abcdefghijABCDEFGHIJ0123"],
    ["a Groq key", "gsk_0123456789abcdefghijABCDEFGHIJ0123"],
  ])("takes out %s anywhere", (_, secret) => {
    expect(redacted(secret)).toBe("[redacted]");
    expect(redacted(`Use ${secret}, or "${secret}".`)).toBe('Use [redacted], or "[redacted]".');
    expect(redacted(`https://host/${secret}/x`)).not.toContain(secret);
    expect(redacted(`{"a":"{\\"b\\":\\"${secret}\\"}"}`)).not.toContain(secret);
    expect(redacted(`x${"y".repeat(5000)} ${secret} ${"z ".repeat(5000)}`)).not.toContain(secret);
  });

  it("takes out a private key, and nothing between two texts that only speak of one", () => {
    const key = `-----BEGIN EC PRIVATE KEY-----\n${"MHcCAQEEIB".repeat(6)}\n-----END EC PRIVATE KEY-----`;
    expect(redacted(`Here:\n${key}\nThere.`)).toBe("Here:\n[redacted]\nThere.");
    const spoken = JSON.stringify(["-----BEGIN PRIVATE KEY-----", 1, "-----END PRIVATE KEY-----"]);
    expect(redactorFor({}).redact(spoken)).toBe(spoken);
  });
});

it.each([
  ["Authorization: Bearer abcdefghijklmnop", "Authorization: Bearer [redacted]"],
  ["authorization: bearer abc.def-ghi_jkl==", "authorization: bearer [redacted]"],
  ["Authorization: Basic dXNlcjpwYXNzd29yZA==", "Authorization: Basic [redacted]"],
  ["curl -H 'x-api-key: 0123456789'", "curl -H 'x-api-key: [redacted]'"],
  ["Cookie: session=abc; theme=dark", "Cookie: session=[redacted]"],
  ["https://host/v1?key=abc&q=1", "https://host/v1?key=[redacted]&q=1"],
  ["/v1?q=1&api-key=abc#top", "/v1?q=1&api-key=[redacted]#top"],
  [
    "https://s3/x?X-Amz-Signature=0a1b&X-Amz-Date=2",
    "https://s3/x?X-Amz-Signature=[redacted]&X-Amz-Date=2",
  ],
  ["client_id=7&client_secret=abc", "client_id=7&client_secret=[redacted]"],
  ["client_secret=abc&client_id=7", "client_secret=[redacted]&client_id=7"],
  ["postgres://user:hunter2@db/x", "postgres://user:[redacted]@db/x"],
  ['{"api_key":"abc"}', '{"api_key":"[redacted]"}'],
  ['{"accessToken": "abc"}', '{"accessToken": "[redacted]"}'],
  ['{"set-cookie":["a=b"]}', '{"set-cookie":["[redacted]"]}'],
  ['{"a":"{\\"client_secret\\":\\"abc\\"}"}', '{"a":"{\\"client_secret\\":\\"[redacted]\\"}"}'],
  ['{"headers":{"Authorization":"Token abc"}}', '{"headers":{"Authorization":"[redacted]"}}'],
])("takes out a secret by its name: %s", (text, expected) => {
  expect(redacted(text)).toBe(expected);
});

it.each([
  "Use Bearer authentication with basic understanding.",
  "The basic configurations: change_flight_reservation, update_passenger_information.",
  "task-management-for-everyone-in-the-company, risk-assessment-and-mitigation",
  '{"token":"Hello","logprob":-0.1}',
  '{"max_tokens":4096,"total_tokens":"12","next_page_token":"abc"}',
  '{"api_key":{"type":"string","description":"The key"}}',
  "Ask for the token: it has six digits. Cookie: a small cake.",
  "key=value, keyboard=qwerty, monkey=1",
  "https://host/path?page=2&sort=asc",
  "at 12:30:45 see https://host:8080/a@b",
  "eyJ is how a token begins; sk- too; AKIA as well.",
])("leaves alone what is not a secret: %s", (text) => {
  expect(redacted(text)).toBe(text);
});

describe("the values of variables", () => {
  it.each([
    "OPENAI_API_KEY",
    "AZURE_KEY",
    "GITHUB_TOKEN",
    "AWS_SECRET_ACCESS_KEY",
    "DB_PASSWORD",
    "PGPASSWORD",
    "MYSQL_PWD",
    "SESSION_COOKIE",
    "MY_SECRET_2",
    "SLACK_WEBHOOK_URL",
    "npm_config_token",
    "MASTERKEY",
    "APPINSIGHTS_INSTRUMENTATIONKEY",
    "DBPASS",
    "SSHPASS",
    "KEYSTORE_PASS",
    "CREDS",
    "DB_CREDENTIALS",
    "PASSCODE",
    "HTTP_AUTHORIZATION",
    "AUTH_HEADER",
    "BASIC_AUTH",
    "AZURE_STORAGE_CONNECTION_STRING",
    "CONN_STR",
    "DISCORD_HOOK",
    "SIGNATURE",
    "HMAC",
    "TOTP",
    "MFA",
    "STRIPE_SK",
    "DB_PW",
    "ADMINPWD",
    "CLIENTSECRET",
    "GITLAB_PAT",
    "SENTRY_DSN",
    "TLS_PEM",
    "AZURE_SAS",
    "PASSWORD_SALT",
  ])("takes out that of %s", (name) => {
    expect(redacted("It is correct-horse 7.", { [name]: "correct-horse 7" })).toBe(
      "It is [redacted].",
    );
  });

  it.each([
    ["PWD", "/srv/project"],
    ["OLDPWD", "/srv/project"],
    ["HOME", "/home/someone"],
    ["SSH_AUTH_SOCK", "/tmp/ssh-agent/socket"],
    ["GOOGLE_APPLICATION_CREDENTIALS", process.execPath],
    ["TOKEN_URL", "https://login.example.com/token"],
    ["MAX_TOKENS", "100000000"],
    ["TOKENIZERS_PARALLELISM", "disabled-for-now"],
    ["KEYBOARD_LAYOUT", "de-latin1-nodeadkeys"],
    ["API_KEY_HEADER", "x-company-key"],
    ["DB_PASSWORD", "postgres"],
    ["DB_PASSWORD", "test"],
    ["EDITOR_NAME", "correct-horse"],
    ["DB_PASSWORD", "concierge"],
    ["DB_PASSWORD", "Concierge"],
    ["API_TOKEN", "BREAKFAST"],
    ["MONKEY", "correct-horse"],
    ["COMPASS", "correct-horse"],
    ["STRIPE_PUBLIC_KEY", "pk-correct-horse"],
    ["AUTH_HEADER", "x-company-key"],
    ["KEY_VERSION", "version-2026-01"],
    ["SLACK_URL", "https://example.slack.com/channel"],
  ])("leaves %s alone if it is %s", (name, value) => {
    expect(redacted(`It is ${value}.`, { [name]: value })).toBe(`It is ${value}.`);
  });

  const SECRET = 'correct "horse"/battery+staple&\\n €';

  it.each([
    ["as it is", SECRET],
    ["in JSON", JSON.stringify({ a: SECRET })],
    ["in JSON in JSON", JSON.stringify({ a: JSON.stringify({ b: SECRET }) })],
    ["in a URL", `https://host/?q=${encodeURIComponent(SECRET)}`],
    [
      "in a URL, in small letters",
      encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase()),
    ],
    ["in a URL whose slashes stand", `/${encodeURIComponent(SECRET).replace("%2F", "/")}`],
    ["in JSON as PHP writes it", JSON.stringify([SECRET]).replaceAll("/", "\\/")],
    ["in JSON as Go writes it", JSON.stringify([SECRET]).replace("&", "\\u0026")],
    ["in JSON as Python writes it", JSON.stringify([SECRET]).replace("€", "\\u20ac")],
    ["in a form", new URLSearchParams({ q: SECRET }).toString()],
    ["in base64", Buffer.from(SECRET).toString("base64")],
    ["in base64, after something", Buffer.from(`user:${SECRET}!`).toString("base64")],
    ["in base64, one further", Buffer.from(`user1:${SECRET}`).toString("base64")],
    ["in base64 for URLs", Buffer.from(`me:${SECRET}`).toString("base64url")],
    ["in JSON, four deep", [1, 2, 3, 4].reduce((text) => JSON.stringify({ a: text }), SECRET)],
    ["in hexadecimal digits", Buffer.from(SECRET).toString("hex")],
    ["in hexadecimal digits, in capitals", Buffer.from(SECRET).toString("hex").toUpperCase()],
    ["in XML", `<a>${entities(SECRET, NAMED)}</a>`],
    ["in HTML, by decimal numbers", `<a>${entities(SECRET, (code) => `&#${code};`)}</a>`],
    [
      "in HTML, by hexadecimal numbers",
      `<a>${entities(SECRET, (code) => `&#x${code.toString(16).toUpperCase()};`)}</a>`,
    ],
    ["by numbers alone", [...SECRET].map((sign) => `&#${sign.codePointAt(0)};`).join("")],
    [
      "by Unicode escapes alone",
      [...SECRET].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
    ],
    [
      "by percent codes alone",
      [...Buffer.from(SECRET)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    ],
    ["escaped twice in a URL", encodeURIComponent(encodeURIComponent(SECRET))],
  ])("takes a secret out %s", (_, text) => {
    const { redact, leaks } = redactorFor({ MY_SECRET: SECRET });
    expect(leaks(text)).toEqual(["MY_SECRET"]);
    expect(leaks(redact(text))).toEqual([]);
    expect(redact(redact(text))).toBe(redact(text));
  });

  it.each([
    ["an address", "postgres://app:s3cr3t-pass@db/app", "s3cr3t-pass"],
    ["an address without a user", "redis://:s3cr3t-pass@db/0", "s3cr3t-pass"],
    ["an address that escapes it", "postgres://app:p%40ss%2Fword1@db/app", "p@ss/word1"],
    [
      "an address that escapes it, as written",
      "postgres://app:p%40ss%2Fword1@db",
      "p%40ss%2Fword1",
    ],
    ["a connection string", "AccountName=app;AccountKey=abc/def+ghi==;x=1", "abc/def+ghi=="],
    ["a header", "Bearer abcdefgh1234", "abcdefgh1234"],
    ["JSON", '{"type":"a","private_key":"abcdefgh-1234"}', "abcdefgh-1234"],
  ])("takes out the secret of a variable that holds %s", (_, value, secret) => {
    expect(redacted(`${secret} and app`, { DATABASE_AUTH: value })).toBe("[redacted] and app");
  });

  it("takes out the address of a webhook, whatever its variable is called", () => {
    const url = "https://discord.example/api/webhooks/1234/abcdefghij-klmnop";
    expect(redacted(`To ${url}.`, { DISCORD_URL: url })).toBe("To [redacted].");
  });

  it("takes out the longer of two secrets with the same beginning", () => {
    const environment = { A_TOKEN: "abcdefgh1", B_TOKEN: "abcdefgh123456" };
    expect(redacted("abcdefgh123456 abcdefgh1", environment)).toBe("[redacted] [redacted]");
  });

  it("keeps JSON valid if a secret is a number", () => {
    const { redact } = redactorFor({ PIN_SECRET: "1234567890" });
    expect(JSON.parse(redact('{"pin":1234567890,"text":"1234567890"}'))).toEqual({
      pin: 9999999999,
      text: "9999999999",
    });
  });

  it("takes out a value that is as long as a certificate", () => {
    const value = Array.from({ length: 3_000 }, (_, index) => `line ${index}`).join("\n");
    const text = redactorFor({ TLS_KEY: value }).redact(JSON.stringify({ a: value, b: "c" }));
    expect(text).not.toContain("line");
    expect(JSON.parse(text)).toMatchObject({ b: "c" });
  });

  it("takes out every one of many", () => {
    const environment = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`KEY_${index}`, `secret-number-${index}-of-many`]),
    );
    const { redact } = redactorFor(environment);
    expect(redact(Object.values(environment).join(" "))).toBe(
      Array(40).fill("[redacted]").join(" "),
    );
  });

  it("says which secret is left in what nothing tells to be packed", () => {
    const { redact, leaks } = redactorFor({
      MY_SECRET: "correct-horse",
      OTHER_SECRET: "battery-staple",
    });
    const packed = brotliCompressSync("ann says that it is correct-horse, and nothing else");
    expect(leaks(redact(packed.toString("base64")))).toEqual(["MY_SECRET"]);
  });
});
