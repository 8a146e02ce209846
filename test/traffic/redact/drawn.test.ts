import { expect, it } from "vitest";
import { redactorFor } from "../../../src/traffic/redact/redact.ts";

const { redact } = redactorFor({});

const HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const BASE64 = "tnnArxj06cWHq44gCs1OSKk/jLY=";
const ESCAPED = "tnnArxj06cWHq44gCs1OSKk%2FjLY%3D";
const OPAQUE = "Zq8vK1mN5pR7xYzW";
const GRANT = "grant_type=authorization_code";

it.each([
  ["AWS SigV4", `/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=${HEX}&X-Amz-Expires=60`, HEX],
  ["AWS SigV2", `/k?AWSAccessKeyId=1&Signature=${ESCAPED}&Expires=1`, ESCAPED],
  ["AWS SigV4, posted", `form-data; name="x-amz-signature"\r\n\r\n${HEX}\r\n--b--`, HEX],
  ["CloudFront", `/v?Signature=${OPAQUE}~-&Key-Pair-Id=K1`, `${OPAQUE}~-`],
  ["Google Cloud Storage", `/o?X-Goog-Date=1&X-Goog-Signature=${HEX}`, HEX],
  ["Azure SAS", `{"at":"https://a.test/c?sv=2024&sig=${ESCAPED}&sp=r"}`, ESCAPED],
  ["Cloudinary", `api_id=1&timestamp=1&signature=${HEX.slice(0, 40)}`, HEX.slice(0, 40)],
  ["OAuth 1", `oauth_signature="${ESCAPED}", oauth_version="1.0"`, ESCAPED],
  ["OAuth 1's verifier", `oauth_verifier=${OPAQUE}&a=1`, OPAQUE],
  ["a sig in JSON", `{"sig":"${BASE64}","a":1}`, BASE64],
  ["a webhook of GitHub", `{"X-Hub-Signature-256":"sha256=${HEX}"}`, `sha256=${HEX}`],
  ["a webhook of Slack", `{"X-Slack-Signature":"v0=${HEX}"}`, `v0=${HEX}`],
  [
    "a webhook of Stripe",
    `{"Stripe-Signature":"t=1492774577,v1=${HEX}"}`,
    `t=1492774577,v1=${HEX}`,
  ],
  ["a webhook of Twilio", `{"X-Twilio-Signature":"${BASE64}"}`, BASE64],
  ["Mailgun", `{"signature":{"timestamp":"1","signature":"${HEX}"}}`, HEX],
  ["a thought of Gemini", `{"thoughtSignature":"EqQBCgIYAhIM${OPAQUE}"}`, `EqQBCgIYAhIM${OPAQUE}`],
  ["a list of headers", `[{"name":"X-Signature","value":"${BASE64}"}]`, BASE64],
  ["XML", `<ds:SignatureValue>${BASE64}</ds:SignatureValue>`, BASE64],
  [
    "XML, wrapped",
    `<SignatureValue>tnnArxj06cWH\nq44gCs1OSKk/jLY=</SignatureValue>`,
    "tnnArxj06cWH\nq44gCs1OSKk/jLY=",
  ],
  ["SAML", `SAMLResponse=PHNhbWxwOlJlc3BvbnNl&RelayState=x`, "PHNhbWxwOlJlc3BvbnNl"],
  ["a bearer assertion", `{"assertion":"PHNhbWxwOlJlc3BvbnNl1"}`, "PHNhbWxwOlJlc3BvbnNl1"],
  ["a client's assertion", `client_assertion_type=a&client_assertion=${OPAQUE}`, OPAQUE],
  ["a hint at a login", `{"id_token_hint":"${OPAQUE}"}`, OPAQUE],
  ["a session", `{"sid":"${OPAQUE}"}`, OPAQUE],
  ["a session of Express", `{"connect.sid":"s%3A${OPAQUE}.abc"}`, `s%3A${OPAQUE}.abc`],
  [
    "a session of OpenID",
    `{"sid":"b6f1e6a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b"}`,
    "b6f1e6a2-1c2d-4e5f-8a9b-0c1d2e3f4a5b",
  ],
  ["a session of socket.io", `/socket.io/?EIO=4&sid=${OPAQUE}`, OPAQUE],
  ["a session of PHP", `PHPSESSID=${OPAQUE}; a=1`, OPAQUE],
  ["a session of Java", `/a;jsessionid=${OPAQUE}`, OPAQUE],
  ["a form of Django", `csrfmiddlewaretoken=${OPAQUE}&a=1`, OPAQUE],
  ["a grant", `${GRANT}&code=${OPAQUE}&redirect_uri=a`, OPAQUE],
  ["a grant, code first", `code=4%2F0AX4XfWh&client_id=1&${GRANT}`, "4%2F0AX4XfWh"],
  ["a grant in JSON", `{"grant_type":"authorization_code","code":"4/0AX4XfWh"}`, "4/0AX4XfWh"],
  ["a grant of WeChat", `/sns?js_code=0Z1x2C3v&${GRANT}`, "0Z1x2C3v"],
  ["the way back from a login", `{"location":"https://a.test/cb?code=${OPAQUE}&state=x"}`, OPAQUE],
  ["the way back, state first", `/cb?state=x&code=${OPAQUE}`, OPAQUE],
  ["a device", `{"device_code":"GmRhmhcxhwAz","user_code":"WDJB-MJHT"}`, "GmRhmhcxhwAz"],
  ["PKCE", `code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r&a=1`, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r"],
  [
    "PKCE in JSON",
    `{"codeVerifier":"dBjftJeZ4CVP-mB92K27uhbUJU1p1r"}`,
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r",
  ],
  ["codes for when all is lost", `{"recovery_codes":["aaaa-bb11"]}`, "aaaa-bb11"],
  ["a card", `{"cvv":"123"}`, "123"],
  ["GraphQL", `{"query":"mutation{a(sig:$s)}","variables":{"sig":"${BASE64}"}}`, BASE64],
  ["MCP", `{"method":"tools/call","params":{"arguments":{"signature":"${HEX}"}}}`, HEX],
])("takes out what grants something: %s", (_, text, secret) => {
  const once = text.replace(secret, "[redacted]");
  expect(redact(text)).toBe(once);
  expect(redact(once)).toBe(once);
  expect(JSON.parse(redact(JSON.stringify({ a: text })))).toEqual({ a: once });
});

it.each([
  ..."John Smith|JohnSmith|Kind regards, Ann|Dr-Ann-Miller-2026|john-smith-signature-2.png|required|def add(a: int) -> int|add(a,b)|transfer(address,uint256)|map::insert<int,2>|getUserByIdAndName|getUser2FromTable|Ljava/lang/String;|AWS4-HMAC-SHA256|https://a.test/signatures/0123456789abcdef.png|4/4"
    .split("|")
    .map((signature) => JSON.stringify({ signature })),
  '{"assertion":"response.status == 200"}',
  '{"sid":"5"}',
  "/shop?sid=store-berlin-2",
  '{"sid":"SM0123456789abcdef0123456789abcdef"}',
  '{"sid":"S-1-5-21-3623811015-3361044348"}',
  ..."USD|invalid_api_key|ERR_MODULE_NOT_FOUND|E1101|x = 12345678|Zq8vK1mN5pR7xYzW"
    .split("|")
    .map((code) => JSON.stringify({ code, state: "open" })),
  "/find?code=BER123&state=NY",
  "/cb?code=404&state=open",
  '{"grant_types_supported":["authorization_code"],"code":"E1101x"}',
  '{"grant_type":"authorization_code","response_type":"code","code_challenge_method":"S256"}',
  '{"promo_code":"SUMMER2026","user_code":"WDJB-MJHT","status_code":"ERR12345"}',
])("leaves alone what is named alike: %s", (text) => {
  expect(redact(text)).toBe(text);
});
