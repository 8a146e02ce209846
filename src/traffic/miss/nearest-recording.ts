import { isRecord } from "../../json/value.ts";
import { commonEnds } from "../../text/common-ends.ts";
import { endpoint, messagesOf } from "../tape/read-request.ts";
import type { ReadRequest } from "../tape/read-request.ts";

/** A recorded request. */
export interface Candidate extends ReadRequest {
  /** Counts from 1. */
  readonly number: number;
  /** Whether it has answered a request already. */
  readonly used: boolean;
}

/** Of the recordings of this endpoint, or else of a path that is like it, the one that has most in common with the request. */
export function nearestTo(asked: ReadRequest, all: readonly Candidate[]): Candidate | undefined {
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
  const { start: shared } = commonEnds(spoken(a.body), spoken(b.body));
  const sameQuery = a.query === b.query ? 0.1 : 0;
  return shared + sameQuery + 0.2 * similarity(textOf(a.body), textOf(b.body));
}

/** The part of the longer text that both begin and end with, from 0 to 1. */
function similarity(a: string, b: string): number {
  const { start, end } = commonEnds(a, b);
  return (start + end) / Math.max(a.length, b.length, 1);
}

function spoken(body: unknown): string[] {
  return messagesOf(body)
    .filter((message) => !isSystem(message))
    .map((message) => JSON.stringify(message));
}

function isSystem(message: unknown): boolean {
  return isRecord(message) && (message["role"] === "system" || message["role"] === "developer");
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : (JSON.stringify(body) ?? "");
}
