import { firstDifference } from "./difference.ts";
import type { MissReason } from "./replay-miss.ts";
import { partNumbers } from "./parts-reference.ts";
import type { PartsReference } from "./parts-reference.ts";
import type { Tape } from "./tape.ts";

interface ReadLine {
  readonly method: string;
  readonly path: string;
  readonly json?: unknown;
  readonly text?: string;
}

/** Why a tape does not answer a request: what comes nearest on it, and the first thing in which that differs. */
export function explainMiss(line: string, tape: Tape): MissReason {
  const recorded = tape.content?.exchanges ?? [];
  const same = recorded.filter(({ request }) => request === line).length;
  if (same > 0) return { type: "used_up", times: same };

  const parts = tape.parts();
  const asked = readLine(line, parts);
  const endpoint = ({ method, path }: ReadLine): string => `${method} ${path.replace(/\?.*/s, "")}`;
  const candidates = recorded
    .map(({ request }, index) => ({ index, read: readLine(request, parts) }))
    .filter(({ read }) => endpoint(read) === endpoint(asked));
  if (candidates.length === 0) {
    return {
      type: "other_endpoint",
      recorded: [...new Set(recorded.map(({ request }) => endpoint(readLine(request, parts))))],
    };
  }
  // What was not used yet is what the conversation would have asked for next.
  const scored = candidates.map(({ index, read }) => ({
    index,
    read,
    likeness: likeness(read, asked) + (tape.isUsed(index) ? 0 : 0.5),
  }));
  const nearest = scored.reduce((best, candidate) =>
    candidate.likeness > best.likeness ? candidate : best,
  );
  const difference = firstDifference(comparable(nearest.read), comparable(asked));
  return {
    type: "differs",
    number: nearest.index + 1,
    used: tape.isUsed(nearest.index),
    difference: difference ?? { place: "the body", lines: [], others: 0 },
  };
}

function readLine(line: string, parts: readonly string[]): ReadLine {
  return JSON.parse(line, (_, value: unknown) =>
    isReference(value)
      ? partNumbers(value).map((number) => JSON.parse(parts[number - 1] ?? "null") as unknown)
      : value,
  ) as ReadLine;
}

function isReference(value: unknown): value is PartsReference {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as PartsReference).$parts === "string"
  );
}

/** What two requests are compared by; the query only where there is one, and the body as it reads. */
function comparable({ path, json, text }: ReadLine): unknown {
  const query = /\?.*/s.exec(path)?.[0];
  if (query === undefined && typeof json === "object" && json !== null) return json;
  return {
    ...(query === undefined ? {} : { query }),
    ...(json === undefined ? {} : { body: json }),
    ...(text === undefined ? {} : { body: text }),
  };
}

/** How many messages in a row, from the first user message on, two requests share; the rest of the body counts for less than one message. */
function likeness(a: ReadLine, b: ReadLine): number {
  const [left, right] = [a, b].map(({ json }) => spoken(json)) as [string[], string[]];
  let shared = 0;
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared++;
  const distance = Math.abs(left.length - right.length);
  return (
    shared - 0.1 * distance + (a.path === b.path && systemOf(a.json) === systemOf(b.json) ? 0.4 : 0)
  );
}

function spoken(body: unknown): string[] {
  return messagesOf(body)
    .filter(({ role }) => role !== "system" && role !== "developer")
    .map((message) => JSON.stringify(message));
}

function systemOf(body: unknown): string {
  return JSON.stringify(
    messagesOf(body).filter(({ role }) => role === "system" || role === "developer"),
  );
}

function messagesOf(body: unknown): { role?: unknown }[] {
  const messages =
    typeof body === "object" && body !== null
      ? (body as { messages?: unknown }).messages
      : undefined;
  return Array.isArray(messages)
    ? messages.filter((message) => typeof message === "object" && message !== null)
    : [];
}
