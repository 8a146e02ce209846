import { canonicalJson } from "../../json/canonical.ts";
import { isRecord } from "../../json/value.ts";
import type { HttpRequest } from "../http/http.ts";
import { partNumbers, partsReference, type Parts } from "./parts.ts";
import { redactBase64 } from "../redact/redact.ts";

/**
 * A request as a line of a tape, by which it is also found again: method, resource and redacted canonical body, with
 * the numbers of the tape's parts in place of the objects in its lists (messages, tools).
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
      const { references, rest } = withReferences(body.value, parts);
      const named = references === "" ? "" : `,"parts":{${references}}`;
      return `{${head}${named},"json":${redact(canonicalJson(rest))}}`;
    }
    case "text":
      return `{${head},"text":${JSON.stringify(redact(body.text))}}`;
    case "base64":
      return `{${head},"base64":${JSON.stringify(redactBase64(body.base64, redact))}}`;
  }
}

/** Path and query. A prefix before the model API's own resources belongs to a provider's or a proxy's address. */
export function resource(url: string): string {
  const { pathname, search } = new URL(url, "http://host");
  const known = /\/(?:chat\/completions|completions|embeddings|responses|moderations)$/.exec(
    pathname,
  );
  return `${known?.[0] ?? pathname}${search}`;
}

/** The beginning of a line, up to the references to its parts. */
const REFERENCES =
  /("method":"[^"]*","path":"(?:[^"\\]|\\.)*","parts":)(\{(?:"(?:[^"\\]|\\.)*":"[\d,-]+",?)+\})/;

/** A request line with other numbers for its parts. */
export function renumber(line: string, rename: (number: number) => number): string {
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

function withReferences(body: unknown, parts: Parts): { references: string; rest: unknown } {
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

/** A request as it is read from its line. */
export interface ReadRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string | undefined;
  readonly body: unknown;
}

/** Reads a request line, and puts its parts back in; `parts` are the tape's, the first of them number 1. */
export function readRequest(line: string, parts: readonly string[]): ReadRequest {
  const read = JSON.parse(line) as {
    readonly method: string;
    readonly path: string;
    readonly parts?: Readonly<Record<string, string>>;
    readonly json?: unknown;
    readonly text?: string;
    readonly base64?: string;
  };
  const lists = Object.entries(read.parts ?? {}).map(([key, reference]) => [
    key,
    partNumbers(reference).map((number) => JSON.parse(parts[number - 1] ?? "null") as unknown),
  ]);
  const [path = "", query] = read.path.split(/(?=\?)/s);
  const binary =
    read.base64 === undefined ? undefined : `${read.base64.length} of base64: ${read.base64}`;
  return {
    method: read.method,
    path,
    query,
    body: isRecord(read.json)
      ? { ...read.json, ...(Object.fromEntries(lists) as object) }
      : (read.json ?? read.text ?? binary),
  };
}

/** Method and path. */
export function endpoint({ method, path }: ReadRequest): string {
  return `${method} ${path}`;
}

/** The messages of a chat completion; empty for any other body. */
export function messagesOf(body: unknown): readonly unknown[] {
  const messages = isRecord(body) ? body["messages"] : undefined;
  return Array.isArray(messages) ? messages : [];
}
