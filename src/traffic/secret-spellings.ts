import { unicodeEscape } from "../text/unicode-escape.ts";

/** How a secret is spelled in text: as it is, in JSON, in JSON inside JSON, in a URL, in a form. */
export function spellingsOf(value: string): string[] {
  const inJson = jsonSpellings(value);
  const inUrl = encodeURIComponent(value.toWellFormed());
  const inUrls = [inUrl, inUrl.replaceAll("%2F", "/")];
  return [
    value,
    ...inJson,
    ...inJson.flatMap(jsonSpellings),
    ...inUrls,
    ...inUrls.map((url) => url.replaceAll("%20", "+")),
    ...inUrls.map((url) => url.replace(/%../g, (code) => code.toLowerCase())),
  ];
}

/** As JavaScript writes JSON, PHP (whose slashes are escaped), Go (whose signs of HTML are) and Python (ASCII only). */
function jsonSpellings(value: string): string[] {
  const text = JSON.stringify(value).slice(1, -1);
  return [
    text,
    text.replaceAll("/", "\\/"),
    text.replace(/[<>&]/g, unicodeEscape),
    text.replace(/[^\0-\x7f]/g, unicodeEscape),
  ];
}

/** The part of a secret's base64 that does not depend on what stands around it, for each of the three places where it may begin. */
export function base64Of(value: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.from("\0".repeat(offset) + value).toString("base64");
    const whole = encoded.slice([0, 2, 3][offset]).replace(/.=+$/, "");
    return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Every usual encoding, to look for what redaction did not reach. */
export function encodingsOf(value: string): string[] {
  const hex = Buffer.from(value).toString("hex");
  return [...spellingsOf(value), ...base64Of(value), hex, hex.toUpperCase()];
}
