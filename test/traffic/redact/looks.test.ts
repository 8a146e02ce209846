import { describe, expect, it } from "vitest";
import { redactorFor } from "../../../src/traffic/redact/redact.ts";

const { redact } = redactorFor({});

/** Characters as keys have them, the same each time. */
function key(length: number, alphabet = "0a1B2c3D4e5F6g7H8i9J"): string {
  return alphabet.repeat(Math.ceil(length / alphabet.length)).slice(0, length);
}

const HEX = "0a1b2c3d4e5f6789";

it.each([
  ["Slack, bot", `xoxb-${key(12, "1234567890")}-${key(24)}`],
  ["Slack, user", `xoxp-${key(12, "1234567890")}-${key(24)}`],
  ["Slack, app", `xapp-1-A${key(10)}-${key(13, "1234567890")}-${key(32, HEX)}`],
  ["Stripe", `sk_live_${key(24)}`],
  ["Stripe, restricted", `rk_test_${key(24)}`],
  ["Stripe, webhooks", `whsec_${key(32)}`],
  ["AWS", `AKIA${key(16, "ABCDEFGH234567")}`],
  ["SendGrid", `SG.${key(22)}.${key(43)}`],
  ["Twilio", `SK${key(32, HEX)}`],
  ["PyPI", `pypi-AgEIcHlwaS5vcmc${key(60)}`],
  ["Google, OAuth", `ya29.a0${key(40)}`],
  ["Google", `AIza${key(35)}`],
  ["Vault", `hvs.${key(95)}`],
  ["Shopify", `shpat_${key(32, HEX)}`],
  ["Databricks", `dapi${key(32, HEX)}`],
  ["npm", `npm_${key(36)}`],
  ["GitHub", `ghp_${key(36)}`],
  ["GitHub, fine-grained", `github_pat_${key(82)}`],
  ["GitLab", `glpat-${key(20)}`],
  ["GitLab, runner", `glrt-${key(20)}`],
  ["OpenAI", `sk-${key(20)}`],
  ["OpenAI, project", `sk-proj-${key(40)}`],
  ["Anthropic", `sk-ant-api03-${key(93)}AA`],
  ["Hugging Face", `hf_${key(34, "aBcDeFgHiJ")}`],
  ["Groq", `gsk_${key(52)}`],
  ["DigitalOcean", `dop_v1_${key(64, HEX)}`],
  ["Doppler", `dp.pt.${key(43)}`],
  ["Linear", `lin_api_${key(40)}`],
  ["Notion", `ntn_${key(11, "1234567890")}${key(35)}`],
  ["Grafana", `glsa_${key(32)}_${key(8, HEX)}`],
  ["Postman", `PMAK-${key(24, HEX)}-${key(34, HEX)}`],
  ["Pulumi", `pul-${key(40, HEX)}`],
  ["PlanetScale", `pscale_tkn_${key(43)}`],
  ["Brevo", `xkeysib-${key(64, HEX)}-${key(16)}`],
  ["Shippo", `shippo_live_${key(40, HEX)}`],
  ["Sentry", `sntryu_${key(64, HEX)}`],
  ["Perplexity", `pplx-${key(48)}`],
  ["RubyGems", `rubygems_${key(48, HEX)}`],
])("knows a key of %s by its look, wherever it stands", (_, secret) => {
  expect(redact(secret)).toBe("[redacted]");
  expect(redact(`It is ${secret}, "${secret}".`)).toBe('It is [redacted], "[redacted]".');
  expect(redact(`?q=%20${secret}&x=1`)).toBe("?q=%20[redacted]&x=1");
  expect(redact(JSON.stringify({ a: `1\n${secret}\n` }))).toBe('{"a":"1\\n[redacted]\\n"}');
  expect(redact(`\u001b[1m${secret}\u001b[0m`)).toBe("\u001b[1m[redacted]\u001b[0m");
  expect(redact(JSON.stringify(`\u001b[1m${secret}\u001b[0m`))).toBe(
    JSON.stringify("\u001b[1m[redacted]\u001b[0m"),
  );
  expect(redact(JSON.stringify({ a: JSON.stringify({ b: secret }) }))).not.toContain(secret);
});

it.each([
  [
    `https://hooks.slack.com/services/T${key(8)}/B${key(8)}/${key(24)}`,
    "https://hooks.slack.com/services/[redacted]",
  ],
  [
    `https://discord.com/api/webhooks/${key(18, "1234567890")}/${key(68)}`,
    "https://discord.com/api/webhooks/[redacted]",
  ],
  [
    `https://api.telegram.org/bot123456789:AA${key(33)}/getMe`,
    "https://api.telegram.org/bot123456789:[redacted]/getMe",
  ],
  [`<a href="https://u:${key(12)}@host/">`, '<a href="https://u:[redacted]@host/">'],
])("knows an address that is a secret: %s", (address, expected) => {
  expect(redact(`Call ${address} now.`)).toBe(`Call ${expected} now.`);
  expect(redact(expected)).toBe(expected);
});

it.each([
  "task-management-for-everyone-in-the-company, risk-assessment-and-mitigation",
  "chatcmpl-CfYflYTtk9EoLNMU870Vmyq3hDDeh call_9aBcDeFgHiJkLmNoPqRsTuVw fp_7eeb46f068",
  "req_71bc4c9f29f843d6b3788b119850dfde f4731f5025f861c78e3af0487cc80bf5e7c64782",
  "https://example.com/a/path/of/many/words/and-a-slug-that-goes-on?page=2",
  "123e4567-e89b-12d3-a456-426614174000 AKIA sk- hf_ eyJ",
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
])("leaves alone what only looks a little like a key: %s", (text) => {
  expect(redact(text)).toBe(text);
});

describe("a JWT", () => {
  const encoded = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = encoded({ alg: "HS256", typ: "JWT" });
  const token = `${head}.${encoded({ sub: "ann", exp: 2_000_000_000 })}.${key(43)}`;

  it.each([
    ["alone", (jwt: string) => jwt],
    ["under a name", (jwt: string) => `{"access_token":"${jwt}","expires_in":3600}`],
    ["in a header", (jwt: string) => `Authorization: Bearer ${jwt}`],
    ["in a URL", (jwt: string) => `https://host/x?token=${jwt}&b=2`],
    ["in a cookie", (jwt: string) => `{"session_token":"${jwt}"}`],
  ])("can still be taken apart %s, and has lost its signature", (_, write) => {
    const unsigned = `${token.slice(0, token.lastIndexOf("."))}.redacted`;
    expect(redact(write(token))).toBe(write(unsigned));
    expect(redact(write(unsigned))).toBe(write(unsigned));
    const [, payload = ""] = unsigned.split(".");
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({ sub: "ann" });
  });

  it("loses the secrets that it holds itself", () => {
    const payload = { sub: "ann", api_key: "Zq8vK1mN5pR7" };
    const jwt = redact(`${head}.${encoded(payload)}.${key(43)}`);
    expect(jwt).toBe(`${head}.${encoded({ sub: "ann", api_key: "[redacted]" })}.redacted`);
    expect(redact(jwt)).toBe(jwt);
  });

  it("goes whole if it is encrypted in part, or the value of a secret variable", () => {
    const encrypted = `${head}.${key(30)}.${key(16)}.${key(60)}.${key(22)}`;
    expect(redact(encrypted)).toBe(`${head}.redacted.redacted.redacted.redacted`);
    expect(redactorFor({ API_TOKEN: token }).redact(`It is ${token}.`)).toBe("It is [redacted].");
  });
});
