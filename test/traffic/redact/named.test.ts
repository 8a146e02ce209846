import { expect, it } from "vitest";
import { redactorFor } from "../../../src/traffic/redact/redact.ts";

/** Redacts, and asserts what holds for every redaction: it is stable, JSON stays JSON, and it may stand inside JSON. */
function redacted(text: string, secrets: readonly (string | RegExp)[] = []): string {
  const { redact } = redactorFor({}, { secrets });
  const once = redact(text);
  expect(redact(once)).toBe(once);
  expect(JSON.parse(redact(JSON.stringify({ content: text })))).toEqual({ content: once });
  return once;
}

const OPAQUE = "Zq8vK1mN5pR7";

it.each([
  "token",
  "secret",
  "password",
  "passwd",
  "pwd",
  "passphrase",
  "api_key",
  "apiKey",
  "api-key",
  "APIKEY",
  "X-API-Key",
  "access_token",
  "accessToken",
  "accesstoken",
  "refresh_token",
  "id_token",
  "session_token",
  "sessionToken",
  "auth",
  "authorization",
  "client_secret",
  "private_key",
  "credential",
  "cookie",
  "Set-Cookie",
  "SecretAccessKey",
  "aws_secret_access_key",
  "AccountKey",
  "new_password",
  "password2",
  "passwordConfirmation",
  "csrf_token",
  "connectionString",
  "db.password",
])("takes out what JSON, a form, a header and XML call %s", (name) => {
  expect(redacted(`{"a":[{"${name}":"${OPAQUE}","b":1}]}`)).toBe(
    `{"a":[{"${name}":"[redacted]","b":1}]}`,
  );
  const nested = [1, 2, 3].reduce((text) => JSON.stringify({ a: text }), `{"${name}":"${OPAQUE}"}`);
  expect(redacted(nested)).not.toContain(OPAQUE);
  expect(redacted(`{'${name}': '${OPAQUE}'}`)).toBe(`{'${name}': '[redacted]'}`);
  expect(redacted(`?a=1&${name}=${OPAQUE}&b=2`)).toBe(`?a=1&${name}=[redacted]&b=2`);
  expect(redacted(`<x><${name} a="1">${OPAQUE}</${name}></x>`)).not.toContain(OPAQUE);
  expect(redacted(`<x ${name}="${OPAQUE}" b="2"/>`)).toBe(`<x ${name}="[redacted]" b="2"/>`);
  expect(redacted(`{"name":"${name}","value":"${OPAQUE}"}`)).not.toContain(OPAQUE);
  expect(
    redacted(`--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${OPAQUE}\r\n--b--`),
  ).toBe(`--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n[redacted]\r\n--b--`);
});

it.each([
  ["x-auth-token: abc123def\r\nhost: x", "x-auth-token: [redacted]\r\nhost: x"],
  ["Set-Cookie: sid=abc; Path=/; HttpOnly", "Set-Cookie: sid=[redacted]"],
  [
    "curl --header 'Authorization: token gx123456' y",
    "curl --header 'Authorization: token [redacted]' y",
  ],
  ["redis://:pw@host/0", "redis://:[redacted]@host/0"],
  ["redis://u:p@ss@host/0", "redis://u:[redacted]@host/0"],
  [
    "AccountName=a;AccountKey=abc/def+==;EndpointSuffix=core",
    "AccountName=a;AccountKey=[redacted];EndpointSuffix=core",
  ],
  ["Server=x;Pwd=abc;Database=y", "Server=x;Pwd=[redacted];Database=y"],
  ["user[password]=hunter2&x=1", "user[password]=[redacted]&x=1"],
  ["DB_PASSWORD=hunter2\nx", "DB_PASSWORD=[redacted]\nx"],
  ["db:\n  password: hunter2\n", "db:\n  password: [redacted]\n"],
  ['const password = "hunter2";', 'const password = "[redacted]";'],
  ['{"cookies":["a=b","c=d"],"x":["e"]}', '{"cookies":["[redacted]","[redacted]"],"x":["e"]}'],
  ["<ns:Token>Zq8vK1mN5pR7</ns:Token>", "<ns:Token>[redacted]</ns:Token>"],
  ["<password><![CDATA[hunter2]]></password>", "<password><![CDATA[[redacted]]]></password>"],
  ['<add key="ApiKey" value="hunter2"/>', '<add key="ApiKey" value="[redacted]"/>'],
  ['<input name="csrf_token" value="Zq8v1">', '<input name="csrf_token" value="[redacted]">'],
  ["{&quot;token&quot;:&quot;Zq8vK1mN5&quot;}", "{&quot;token&quot;:&quot;[redacted]&quot;}"],
  ["?f=%7B%22token%22%3A%22Zq8vK1m%22%7D", "?f=%7B%22token%22%3A%22[redacted]%22%7D"],
  ["?next=%2Fa%3Ftoken%3DZq8vK1mN5&b=2", "?next=%2Fa%3Ftoken%3D[redacted]&b=2"],
  ["?url=https%3A%2F%2Fu%3Apw%40host%2F", "?url=https%3A%2F%2Fu%3A[redacted]%40host%2F"],
  ['{"password":"say \\"please\\" 7","a":"b"}', '{"password":"[redacted]","a":"b"}'],
  ['{"password":"ends in \\\\","a":"b"}', '{"password":"[redacted]","a":"b"}'],
  ['{"passphrase":"correct horse battery staple"}', '{"passphrase":"[redacted]"}'],
  ['{"password": "a", "note": "b"}', '{"password": "[redacted]", "note": "b"}'],
])("takes out what is named in %s", (text, expected) => {
  expect(redacted(text)).toBe(expected);
});

it.each([
  '{"max_tokens":4096,"prompt_tokens":12,"completion_tokens":"7","total_tokens":"19"}',
  '{"token_type":"bearer-of-news","tokenizer":"gpt-2-large","stop_token":"<|end|>9"}',
  '{"tokens":["Zq8vK1mN5pR7"],"next_page_token":"Zq8vK1mN5pR7","eos_token":"endoftext1"}',
  '{"token":"Hello"}',
  '{"token":" information99","bytes":[1],"logprob":-0.1}',
  '{"bytes":[1],"logprob":-0.1,"token":"information99"}',
  '{"properties":{"password":{"type":"string","description":"A new one."}},"required":["password"]}',
  '{"password":"string","token":"<token>","secret":"${SECRET}","api_key":"YOUR_API_KEY"}',
  '{"password":"Your password must have 8 characters","secret":"*****"}',
  '{"pin":1234,"token":42,"password":null,"secret":true,"token":{"a":1}}',
  '{"key":"Zq8vK1mN5pR7","primary_key":"Zq8vK1mN5pR7","idempotency-key":"Zq8vK1mN5pR7"}',
  '{"compass":"Zq8vK1mN5pR7","author":"Zq8vK1mN5pR7","public_key":"Zq8vK1mN5pR7"}',
  '{"signature":"Zq8vK1mN5pR7","type":"thinking"}',
  '{"boarding_pass":"Zq8vK1mN5pR7","passenger":"Zq8vK1mN5pR7"}',
  "Please send me the token: it is in the mail. My password: I forgot it.",
  "let token = await fetchToken(); token=getToken()",
  "if (secret === other) token => token",
  "<p>The password</p><tokens>Zq8vK1mN5pR7</tokens>",
])("leaves alone what has such a name and is none: %s", (text) => {
  expect(redacted(text)).toBe(text);
});

it("takes out what the user names, in every form and spelling", () => {
  const text =
    '{"customerNumber":"A7","customer_number":"A8"} ?customer-number=A9 <CustomerNumber>B1</CustomerNumber>';
  expect(redacted(text, ["customer_number"])).toBe(
    '{"customerNumber":"[redacted]","customer_number":"[redacted]"} ?customer-number=[redacted] <CustomerNumber>[redacted]</CustomerNumber>',
  );
  expect(redacted(text)).toBe(text);
});

it("takes out the variable that the user names, even if it is short and a word", () => {
  const { redact } = redactorFor({ HOUSE: "villa" }, { secrets: ["house"] });
  expect(redact("The villa.")).toBe("The [redacted].");
  expect(redactorFor({ HOUSE: "villa" }).redact("The villa.")).toBe("The villa.");
});

it("leaves JSON what it is when a pattern of the user's holds a quote", () => {
  const { redact } = redactorFor({}, { secrets: [/acct.*\d"/, /acct-\d+/] });
  expect(redact('{"a":"acct-12","b":"c"}')).toBe('{"a":"[redacted]","b":"c"}');
});

it("takes out what fits a pattern of the user's, and keeps numbers numbers", () => {
  const { redact } = redactorFor({}, { secrets: [/\bcust-\d{4}\b/, /\b4\d{15}\b/] });
  expect(redact('{"a":"cust-1234","card":4111111111111111,"b":"cust-12"}')).toBe(
    '{"a":"[redacted]","card":9999999999999999,"b":"cust-12"}',
  );
});
