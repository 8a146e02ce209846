import { isRecord } from "../../json/value.ts";
import { partNumbers } from "./parts.ts";

/** A request line with its parts put back in. */
export interface ReadRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string | undefined;
  readonly body: unknown;
}

/** Reads the line by which a tape knows a request; `parts` are the tape's, by number from 1. */
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

/** The messages of a chat completion; none, where it is none. */
export function messagesOf(body: unknown): readonly unknown[] {
  const messages = isRecord(body) ? body["messages"] : undefined;
  return Array.isArray(messages) ? messages : [];
}
