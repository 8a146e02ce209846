import { canonicalJson } from "../json/canonical.ts";
import type { HttpRequest } from "./http.ts";
import { partsReference } from "./parts-reference.ts";
import type { Parts } from "./parts.ts";

/**
 * The line by which a tape knows a request, and the key by which it is found again: method, resource and redacted
 * canonical body, in which the objects of a list (messages, tools) are named by their numbers among the tape's parts.
 */
export function requestLine(
  request: HttpRequest,
  parts: Parts,
  redact: (text: string) => string,
): string {
  const method = request.method.toUpperCase();
  const head = `"method":${JSON.stringify(method)},"path":${JSON.stringify(redact(resource(request.url)))}`;
  const { body } = request;
  switch (body.kind) {
    case "none":
      return `{${head}}`;
    case "json":
      return `{${head},"json":${redact(canonicalJson(numbered(body.value, parts)))}}`;
    case "text":
      return `{${head},"text":${JSON.stringify(redact(body.text))}}`;
    case "base64":
      return `{${head},"base64":${JSON.stringify(body.base64)}}`;
  }
}

/** Path and query, without the host. The prefix under which a provider or a proxy serves the API's own resources is its address, not what the model sees. */
export function resource(url: string): string {
  const { pathname, search } = new URL(url, "http://host");
  const known = /\/(?:chat\/completions|completions|embeddings|responses|moderations)$/.exec(
    pathname,
  );
  return `${known?.[0] ?? pathname}${search}`;
}

function numbered(body: unknown, parts: Parts): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      isListOfObjects(value) ? partsReference(value.map((part) => parts.numberOf(part))) : value,
    ]),
  );
}

function isListOfObjects(value: unknown): value is object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === "object" && item !== null)
  );
}
