import { canonicalJson } from "../../json/canonical.ts";
import { isRecord } from "../../json/value.ts";
import type { HttpRequest } from "../http/http.ts";
import { partNumbers, partsReference } from "./parts.ts";
import type { Parts } from "./parts.ts";
import { redactBase64 } from "../redact/base64.ts";

/**
 * The line by which a tape knows a request, and the key by which it is found again: method, resource and redacted
 * canonical body, whose lists of objects (messages, tools) are named by their numbers among the tape's parts.
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
    case "json": {
      const { references, rest } = numbered(body.value, parts);
      const named = references === "" ? "" : `,"parts":{${references}}`;
      return `{${head}${named},"json":${redact(canonicalJson(rest))}}`;
    }
    case "text":
      return `{${head},"text":${JSON.stringify(redact(body.text))}}`;
    case "base64":
      return `{${head},"base64":${JSON.stringify(redactBase64(body.base64, redact))}}`;
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

/** Where a line names its parts, from `"method"` on. */
const REFERENCES =
  /("method":"[^"]*","path":"(?:[^"\\]|\\.)*","parts":)(\{(?:"(?:[^"\\]|\\.)*":"[\d,-]+",?)+\})/;

/** A request line whose parts were given other numbers. */
export function renumbered(line: string, rename: (number: number) => number): string {
  return line.replace(
    REFERENCES,
    (_, head: string, references: string) =>
      head +
      references.replace(
        /:"([\d,-]+)"/g,
        (_, numbers: string) => `:"${partsReference(partNumbers(numbers).map(rename))}"`,
      ),
  );
}

function numbered(body: unknown, parts: Parts): { references: string; rest: unknown } {
  if (!isRecord(body)) return { references: "", rest: body };
  const rest: Record<string, unknown> = {};
  const references: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (isListOfObjects(value)) {
      const numbers = value.map((part) => parts.numberOf(part));
      references.push(`${JSON.stringify(key)}:"${partsReference(numbers)}"`);
    } else rest[key] = value;
  }
  return { references: references.sort().join(","), rest };
}

function isListOfObjects(value: unknown): value is object[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === "object" && item !== null)
  );
}
