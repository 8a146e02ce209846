import { isRecord } from "../json/is-record.ts";
import { differenceOf } from "./difference.ts";
import { partNumbers } from "./parts-reference.ts";
import type { MissReason } from "./replay-miss.ts";
import { messageSummary } from "./request-words.ts";
import type { Tape } from "./tape.ts";

/** A request line with its parts put back in. */
interface ReadRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string | undefined;
  readonly body: unknown;
}

interface Candidate extends ReadRequest {
  /** Counts from 1. */
  readonly number: number;
  readonly used: boolean;
}

/** Why a tape does not answer a request: what comes nearest on it, and the first thing in which that differs. */
export function explainMiss(line: string, tape: Tape): MissReason {
  const recorded = tape.content?.exchanges ?? [];
  const same = recorded.filter(({ request }) => request === line).length;
  if (same > 0) return { type: "used_up", times: same };

  const parts = tape.parts();
  const asked = readRequest(line, parts);
  const all = recorded.map(({ request }, index): Candidate => {
    return { ...readRequest(request, parts), number: index + 1, used: tape.isUsed(index) };
  });
  const nearest = nearestTo(asked, all);
  if (nearest === undefined) {
    return { type: "other_endpoint", recorded: [...new Set(all.map(endpoint))] };
  }
  const { number, used } = nearest;
  const added = used ? continuation(nearest, asked) : undefined;
  if (added !== undefined) return { type: "goes_on", number, added };
  const difference = differenceOf(comparable(nearest, asked), comparable(asked, nearest)) ?? {
    place: "the body",
    kind: "changed",
    lines: [],
    others: [],
    volatile: false,
  };
  return { type: "differs", number, used, difference };
}

function readRequest(line: string, parts: readonly string[]): ReadRequest {
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

function endpoint({ method, path }: ReadRequest): string {
  return `${method} ${path}`;
}

/** Of the recordings of this endpoint, or else of a path that is like it, the one that has most in common with the request. */
function nearestTo(asked: ReadRequest, all: readonly Candidate[]): Candidate | undefined {
  const there = all.filter((candidate) => endpoint(candidate) === endpoint(asked));
  const candidates =
    there.length > 0 ? there : all.filter((candidate) => isNeighbour(candidate, asked));
  let nearest: Candidate | undefined;
  let most = -Infinity;
  for (const candidate of candidates) {
    // What was not used yet is what the conversation would have asked for next.
    const likeness = likenessOf(candidate, asked) + (candidate.used ? 0 : 0.5);
    if (likeness <= most) continue;
    nearest = candidate;
    most = likeness;
  }
  return nearest;
}

/** Paths that differ in one of several segments, as those of a resource with an id do. */
function isNeighbour(a: ReadRequest, b: ReadRequest): boolean {
  const [left, right] = [a, b].map(({ path }) => path.split("/")) as [string[], string[]];
  const differing = left.filter((segment, index) => segment !== right[index]).length;
  return (
    a.method === b.method && left.length === right.length && left.length > 2 && differing === 1
  );
}

/** How many messages in a row, those of the system aside, two requests share; whatever else is alike counts for less than one message. */
function likenessOf(a: ReadRequest, b: ReadRequest): number {
  const [left, right] = [a, b].map(({ body }) => spoken(body)) as [string[], string[]];
  let shared = 0;
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared++;
  const alike = [a.query === b.query, systemOf(a.body) === systemOf(b.body)].filter(Boolean).length;
  return shared + 0.1 * alike + 0.2 * similarity(textOf(a.body), textOf(b.body));
}

/** The part of the longer text that both begin and end with, from 0 to 1. */
function similarity(a: string, b: string): number {
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) start++;
  let end = 0;
  while (end < shortest - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return (start + end) / Math.max(a.length, b.length, 1);
}

/** The messages by which a request goes on where a recording ended; undefined where it is no continuation of it. */
function continuation(recorded: ReadRequest, asked: ReadRequest): string[] | undefined {
  const [before, after] = [messagesOf(recorded.body), messagesOf(asked.body)];
  if (before.length === 0 || before.length >= after.length) return undefined;
  const cut = { ...(asked.body as object), messages: after.slice(0, before.length) };
  if (recorded.query !== asked.query || differenceOf(recorded.body, cut) !== undefined)
    return undefined;
  return after.slice(before.length).map((message) => brief(messageSummary(message, after)));
}

function brief(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}

/** What two requests are compared by: the path and the query only where they differ. */
function comparable(request: ReadRequest, other: ReadRequest): unknown {
  const { path, query, body } = request;
  if (path === other.path && query === other.query) return body;
  return {
    ...(path === other.path ? {} : { "the path": path }),
    ...(query === other.query ? {} : { "the query": query }),
    ...(isRecord(body) ? body : { "the body": body }),
  };
}

function spoken(body: unknown): string[] {
  return messagesOf(body)
    .filter((message) => !isSystem(message))
    .map((message) => JSON.stringify(message));
}

function systemOf(body: unknown): string {
  return JSON.stringify(messagesOf(body).filter(isSystem));
}

function isSystem(message: unknown): boolean {
  return isRecord(message) && (message["role"] === "system" || message["role"] === "developer");
}

function messagesOf(body: unknown): readonly unknown[] {
  const messages = isRecord(body) ? body["messages"] : undefined;
  return Array.isArray(messages) ? messages : [];
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : (JSON.stringify(body) ?? "");
}
