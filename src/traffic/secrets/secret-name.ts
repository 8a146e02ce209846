/**
 * What a name says of its value. `sure`: it is a secret. `maybe`: it is one if it looks like one (`token` is also a part
 * of a text). `in_url`: it is one as a parameter of a URL (`key`). `signature`: it is that, or else one if it looks drawn
 * by chance: people and functions have signatures, tests have assertions. `drawn`: it is one if it looks so (`sid`). `granted`: it is one
 * where it is exchanged for a token (`code`).
 */
export type Secrecy = "sure" | "maybe" | "in_url" | "signature" | "drawn" | "granted";

/** Words before `token`, `key` or `pass` that make it something else. */
const HARMLESS =
  /(?:^|_)(?:max|min|num|no|count|prompt|completion|total|stop|eos|bos|pad|unk|cls|sep|mask|special|start|end|begin|input|output|cached?|reasoning|audio|text|image|next|prev|previous|page|continuation|sync|cursor|delta|change|word|sub|per|first|last|lookahead|decoder|added|sampled|generated|predicted|used|remaining|public|publishable|primary|foreign|partition|sort|idempotency|object|s3|row|json|dict|map|routing|answer|by|com|boarding|day|season|travel|rail|bus)_?(?:token|key|pass)$/;

const SURE = new RegExp(
  [
    "(?:password|passwd|pass_?phrase|passcode|secrets?)$",
    "(?:^|_)(?:private_key_pem|client_assertion|cvv|cvc|phpsessid|jsessionid|id_token_hint|saml_?response|saml_?art|client_?key_?data)$",
    "(?:^|_)(?:recovery|backup|mfa|otp|verification|pin|device|auth|authorization|one_time|two_factor|sms)_?codes?$",
    "(?:^|_)(?:code|oauth)_?verifier$",
    "(?:^|_)(?:pwd|pw|dbpass|credentials?|creds|authorization|cookies?|jwt|hmac|csrf|xsrf|totp|connection_?string|conn_?str)$",
    "[a-z0-9]_token$",
    "(?:access|refresh|id|auth|session|bearer|api|client|user|login|oauth|csrf|xsrf|bot|device|reset|verification|security|personal|private|secret|service|middleware)token$",
    "(?:api|access|secret|private|sign(?:ing)?|encrypt(?:ion)?|master|account|shared|subscription|instrumentation|licen[cs]e|auth|service|storage|deploy|ssh|server|admin|root|hmac|session|consumer|integration|webhook|security)_?(?:[a-z]+_)?key$",
  ].join("|"),
);

const MAYBE = /(?:^|_)(?:token|auth|pass|bearer|otp|sas|accountkey)$/;

const IN_URL = /(?:^|_)(?:key|credential)$/;

const SIGNATURE = /(?:^|_)(?:sig|signature|assertion)$/;

const DRAWN = /^(?:(?:connect|session|auth|user)_)?sid$/;

const GRANTED = /^(?:js_)?code$/;

/** What may follow the name of a secret without changing what it is. */
const SUFFIX =
  /_?(?:\d+|value|hash|confirm(?:ation)?|again|header|base64|encrypted|plain(?:text)?)$/;

/** A name in small letters, its words joined by `_`, whatever its style: `apiKey`, `X-API-Key`. */
function plainName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
}

function comparable(name: string): string {
  return plainName(name).replaceAll("_", "");
}

/** Names come again and again. */
const MOST_REMEMBERED = 2_000;

/** Tells by names what is secret; `more` are names that the user adds. */
export class SecretNames {
  readonly #more: ReadonlySet<string>;
  readonly #known = new Map<string, Secrecy | undefined>();

  constructor(more: readonly string[]) {
    this.#more = new Set(more.map(comparable));
  }

  /** Whether the user named it. */
  adds(name: string): boolean {
    return this.#more.has(comparable(name));
  }

  /** What a field, a header or a parameter of this name holds; undefined if nothing tells that it is secret. */
  of(name: string): Secrecy | undefined {
    if (this.#known.has(name)) return this.#known.get(name);
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    const secrecy = this.#read(plainName(name));
    this.#known.set(name, secrecy);
    return secrecy;
  }

  #read(plain: string): Secrecy | undefined {
    if (this.adds(plain)) return "sure";
    const bare = plain.replace(SUFFIX, "");
    for (const name of [plain, bare]) {
      if (HARMLESS.test(name)) return undefined;
      if (SURE.test(name)) return "sure";
      if (MAYBE.test(name)) return "maybe";
      if (IN_URL.test(name)) return "in_url";
      if (SIGNATURE.test(name)) return "signature";
      if (DRAWN.test(name)) return "drawn";
      if (GRANTED.test(name)) return "granted";
    }
    return undefined;
  }
}
