import { canonicalJson } from "../../json/canonical.ts";
import { isRecord } from "../../json/value.ts";
import type { HttpRequest, RequestBody } from "../http/http.ts";
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
  apis: readonly string[],
): string {
  return `{${headOf(request, redact, resourceOf(request.url, apis))}${bodyText(request.body, parts, redact)}}`;
}

/**
 * The line of a request as if some model API were asked, whatever its address: what was recorded with OPENAI_BASE_URL
 * may be replayed without. Undefined if nothing but its address could tell; version 1 had no hosts at all.
 */
export function requestLineOfAnyApi(
  request: HttpRequest,
  parts: Parts,
  redact: (text: string) => string,
  version: 1 | 2,
): string | undefined {
  const { pathname, search } = new URL(request.url);
  const known = /\/(?:chat\/completions|completions|embeddings|responses|moderations)$/.exec(
    pathname,
  );
  if (known === null && version !== 1) return undefined;
  const path = `${known?.[0] ?? pathname}${search}`;
  return `{${headOf({ ...request, chosenBy: {} }, redact, { path })}${bodyText(request.body, parts, redact)}}`;
}

/** Method, host and path as a line begins with them: the same for all requests that differ only in what they send. */
export function endpointText(
  { method, url }: Pick<HttpRequest, "method" | "url">,
  redact: (text: string) => string,
  apis: readonly string[],
): string {
  return headOf({ method, chosenBy: {} }, redact, resourceOf(url, apis));
}

function headOf(
  { method, chosenBy = {} }: Pick<HttpRequest, "method" | "chosenBy">,
  redact: (text: string) => string,
  { host, path }: Resource,
): string {
  const chosen =
    Object.keys(chosenBy).length === 0 ? "" : `,"headers":${redact(canonicalJson(chosenBy))}`;
  const at = host === undefined ? "" : `,"host":${JSON.stringify(redact(host))}`;
  return `"method":${JSON.stringify(method.toUpperCase())}${at},"path":${JSON.stringify(path === COMPLETIONS ? path : redact(path))}${chosen}`;
}

/** Asked for more often than all else; nothing of it is a secret. */
const COMPLETIONS = "/chat/completions";

function bodyText(body: RequestBody, parts: Parts, redact: (text: string) => string): string {
  switch (body.kind) {
    case "none":
      return "";
    case "json": {
      const { references, rest } = withReferences(body.value, parts);
      const named = references === "" ? "" : `,"parts":{${references}}`;
      // A completion's parameters come again with every request.
      const isCompletion = references !== "" && isRecord(rest);
      return `${named},"json":${isCompletion ? parts.textOf(rest) : redact(canonicalJson(rest))}`;
    }
    case "text":
      return body.isCut === true
        ? `,"text":${JSON.stringify(beginningOf(redact(body.text)))}${CUT}`
        : `,"text":${JSON.stringify(redact(body.text))}`;
    case "base64":
      return `,"base64":${JSON.stringify(redactBase64(body.base64, redact))}`;
  }
}

/** Characters of a body that was cut short: so many tell it from others. */
const BEGINNING = 1_000;

function beginningOf(text: string): string {
  // Half a placeholder would be none.
  return text.slice(0, BEGINNING).replace(/\[[\w-]*$/, "");
}

/** Whether a line asks a model for a completion. */
export function isCompletion(line: string): boolean {
  return /"path":"[^"]*\/(?:chat\/completions|responses)["?]/.test(line);
}

/** The same of an address. */
export function asksForCompletion(url: string): boolean {
  return /\/(?:chat\/completions|responses)(?:$|[?#])/.test(url);
}

const CUT = `,"cut":true`;

/** Whether a request was cut short, because its reply had begun. */
export function isCut(line: string): boolean {
  return line.endsWith(`${CUT}}`);
}

/** What is asked for. Without a host it is the model API's, wherever that is. */
interface Resource {
  readonly host?: string;
  readonly path: string;
}

/** `apis` are the addresses of the model API. A server on this machine may have another port each time. */
function resourceOf(url: string, apis: readonly string[]): Resource {
  // Nearly all requests of a run go to one URL.
  if (latest?.url !== url || latest.apis !== apis)
    latest = { url, apis, resource: readResource(url, apis) };
  return latest.resource;
}

let latest:
  | { readonly url: string; readonly apis: readonly string[]; readonly resource: Resource }
  | undefined;

function readResource(url: string, apis: readonly string[]): Resource {
  const { origin, hostname, host, pathname, search } = new URL(url);
  for (const api of apis) {
    const address = `${origin}${pathname}`;
    const below = address.startsWith(`${api}/`) ? address.slice(api.length) : "";
    if (OF_THE_API.test(below)) return { path: below + search };
  }
  return { host: isLoopback(hostname) ? hostname : host, path: pathname + search };
}

/** What a model API has below its address. A tool may ask the same server for something else. */
const OF_THE_API =
  /^\/(?:deployments\/[^/]+\/)?(?:chat|completions|embeddings|responses|moderations|models|images|audio|videos|files|uploads|batches|fine_tuning|vector_stores|assistants|threads|conversations|containers|evals)(?:\/|$)/;

/** The addresses of a model API, from its base URL. A deployment of Azure's is a model, so it is not cut off. */
export function apiAddress(baseUrl: string): string {
  return baseUrl
    .replace(/[?#].*/, "")
    .replace(/\/+$/, "")
    .replace(/(\/openai)\/deployments\/[^/]+$/, "$1");
}

function isLoopback(hostname: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}

/** The beginning of a line, up to the references to its parts. */
const REFERENCES =
  /("method":"[^"]*"(?:,"host":"(?:[^"\\]|\\.)*")?,"path":"(?:[^"\\]|\\.)*"(?:,"headers":\{[^}]*\})?,"parts":)(\{(?:"(?:[^"\\]|\\.)*":"[\d,-]+",?)+\})/;

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

/** The numbers of the parts that a request line names, in their order. */
export function partsIn(line: string): number[] {
  const numbers: number[] = [];
  renumber(line, (number) => {
    numbers.push(number);
    return number;
  });
  return numbers;
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
  /** Undefined if the model API was asked. */
  readonly host: string | undefined;
  /** Without the query. */
  readonly path: string;
  readonly query: string | undefined;
  /** Those by which the API chooses its answer. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly body: unknown;
  /** Whether that is only how its body begins. */
  readonly isCut: boolean;
}

/** Reads a request line, and puts its parts back in; `parts` are the tape's, the first of them number 1. */
export function readRequest(line: string, parts: readonly string[]): ReadRequest {
  const read = JSON.parse(line) as {
    readonly method: string;
    readonly host?: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
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
    host: read.host,
    path,
    query,
    headers: read.headers,
    isCut: isCut(line),
    body: isRecord(read.json)
      ? { ...read.json, ...(Object.fromEntries(lists) as object) }
      : (read.json ?? read.text ?? binary),
  };
}

/** Method, host and path. */
export function endpoint({ method, host = "", path }: ReadRequest): string {
  return `${method} ${host}${path}`;
}

/** Where a request has its conversation: Chat Completions calls it messages, and the Responses API input. */
export const CONVERSATIONS = ["messages", "input"] as const;

/** Where the body of a request has its conversation; undefined if it has none. */
export function conversationField(body: unknown): (typeof CONVERSATIONS)[number] | undefined {
  return CONVERSATIONS.find((name) => isRecord(body) && isListOfObjects(body[name]));
}

/** The messages or input items of a request's conversation; empty if it has none. */
export function messagesOf(body: unknown): readonly unknown[] {
  const name = conversationField(body);
  return name === undefined ? [] : (body as Record<typeof name, readonly unknown[]>)[name];
}
