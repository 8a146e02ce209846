/** How names of secrets end, and what may follow them. */
const ENDINGS =
  "token secret secrets password passwd passphrase passcode pwd pw pass key keys credential credentials cred creds cookie cookies auth authorization jwt bearer otp totp hmac csrf xsrf sig signature sas sid sessid sessionid code codes verifier assertion cvv cvc pem hint samlresponse saml_response samlart saml_art key-data key_data keydata string str value hash confirm again header base64 encrypted plain plaintext";

/** Longer names are told by their last letters. */
const LETTERS = 5;

/**
 * Finds the signs in a text, `:` and `=`, before which the name of a secret may stand. It knows names by a number of
 * their last letters, for a JSON text of 10 KB has hundreds of signs.
 */
export class NameEndings {
  readonly #known = new Uint8Array(1 << 16);

  constructor(more: readonly string[]) {
    for (const name of [...ENDINGS.split(" "), ...more]) {
      const letters = Array.from(name.slice(-LETTERS), (letter) => letter.charCodeAt(0));
      const sum = letters.reduceRight(added, 0);
      this.#known[sumOf(sum, letters.length)] = 1;
    }
  }

  /** The indices of such signs, in order. */
  signsIn(text: string): number[] {
    const signs: number[] = [];
    for (const sign of SIGNS)
      for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1))
        if (this.#endsBefore(text, at)) signs.push(at);
    return signs.sort((a, b) => a - b);
  }

  #endsBefore(text: string, sign: number): boolean {
    let at = sign - 1;
    let code = text.charCodeAt(at);
    if (code === SPACE) code = text.charCodeAt(--at);
    if (code === BRACKET || code === QUOTE || code === APOSTROPHE) {
      do code = text.charCodeAt(--at);
      while (code === BACKSLASH);
    }
    if (code >= DIGITS && code < DIGITS + 10) return true;
    for (let length = 1, sum = 0; length <= LETTERS; length++, code = text.charCodeAt(--at)) {
      sum = added(sum, code);
      if (this.#known[sumOf(sum, length)] === 1) return true;
    }
    return false;
  }
}

const SIGNS = [":", "="];
const DIGITS = 48;
const SPACE = 32;
const BRACKET = 93;
const QUOTE = 34;
const APOSTROPHE = 39;
const BACKSLASH = 92;

/** Small letters and capitals have the same last five bits. */
function added(sum: number, code: number): number {
  return (sum * 37 + (code & 31)) & 0xffff;
}

/** Endings of different lengths are different. */
function sumOf(sum: number, length: number): number {
  return (sum ^ (length * 0x2b1d)) & 0xffff;
}
