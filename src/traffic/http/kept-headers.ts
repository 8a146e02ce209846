import type { HeaderFields } from "./http.ts";

/**
 * The response headers that a client acts on; a session's are kept without their secrets. All others are neither kept
 * nor shown while recording: what a replay cannot give, nobody comes to rely on.
 */
const KEPT =
  /^(?:set-cookie|x-(?:csrf|xsrf)-token|content-(?:type|language|disposition|range|location|encoding|length|md5)|trailer|accept-(?:ranges|patch|post)|allow|link|location|operation-location|azure-asyncoperation|etag|last-modified|vary|cache-control|expires|retry-after|retry-after-ms|x-should-retry|(?:x-)?rate-?limit(?:-.+)?|x-(?:total|page|pages|per-page|next-page|prev-page|next|prev|pagination)(?:-.+)?|pagination-.+|x-count|mcp-(?:session-id|protocol-version)|(?:.+-)?(?:request|correlation|trace|operation)-id|x-amz-(?:id-2|version-id|delete-marker|expiration|storage-class|checksum-.+|mp-parts-count|meta-.+)|x-goog-(?:generation|metageneration|hash|stored-.+|storage-class|meta-.+)|x-ms-(?:blob-type|version|lease-.+|meta-.+)|cf-ray|(?:openai|anthropic|x-github|x-gitlab|x-ms)-(?:version|model|processing-ms|media-type|api-version)|x?-?api-(?:version|supported-versions)|deprecation|sunset|warning|www-authenticate|dav|ms-author-via|lock-token|preference-applied)$/;

/** Those that a client of chat completions acts on. */
const OF_A_MODEL = /^(?:content-type|retry-after|retry-after-ms|x-should-retry|x-ratelimit-.+)$/;

/** The fields of a completion that are kept; nobody sees any others. */
export function modelHeaders(headers: HeaderFields): HeaderFields {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => OF_A_MODEL.test(name)));
}

/** The fields that are kept, their names as they are spelled; `more` are further names in lower case. */
export function keptHeaders(headers: HeaderFields, more: ReadonlySet<string>): HeaderFields {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => isKept(name.toLowerCase(), more)),
  );
}

/** The kept fields of a list of names and values, as Node gives them. */
export function keptRawHeaders<T>(raw: readonly T[], more: ReadonlySet<string>): T[] {
  const isPacked = raw.some(
    (name, index) => index % 2 === 0 && lowerCase(name) === "content-encoding",
  );
  return raw.filter((_, index) => {
    const name = lowerCase(raw[index - (index % 2)]);
    // What is packed again has another length.
    return isKept(name, more) && !(isPacked && name === "content-length");
  });
}

function isKept(name: string, more: ReadonlySet<string>): boolean {
  return KEPT.test(name) || more.has(name);
}

function lowerCase(name: unknown): string {
  return String(name).toLowerCase();
}

/** A list of names and values as fields. */
export function fieldsOf(raw: readonly unknown[]): HeaderFields {
  const fields: Record<string, string | string[]> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = text(raw[index]);
    const value = raw[index + 1];
    for (const each of Array.isArray(value) ? value : [value]) {
      const earlier = fields[name];
      fields[name] = earlier === undefined ? text(each) : [...[earlier].flat(), text(each)];
    }
  }
  return fields;
}

/** Fields as a list of names and values. */
export function rawOf(headers: HeaderFields): string[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().flatMap((each) => [name, each]),
  );
}

/** HTTP's fields are Latin-1. */
function text(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : String(value);
}
