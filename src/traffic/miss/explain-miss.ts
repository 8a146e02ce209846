import { isDeepStrictEqual } from "node:util";
import { isRecord } from "../../json/value.ts";
import { commonEnds } from "../../text/common-ends.ts";
import { cut } from "../../text/printable.ts";
import {
  conversationField,
  endpoint,
  messagesOf,
  readRequest,
  type ReadRequest,
} from "../tape/request-line.ts";
import { withoutNumbers } from "../secrets/placeholder.ts";
import type { Tape } from "../tape/tape.ts";
import { differenceOf, type Difference } from "./difference.ts";
import type { MissReason } from "./replay-miss.ts";
import { messageSummary } from "./summaries.ts";

/** Why a tape does not answer a request: the most similar recording, and the first thing in which that differs. */
export function explainMiss(line: string, tape: Tape): MissReason {
  const exchanges = tape.content?.exchanges ?? [];
  const same = exchanges.filter(({ request }) => request === line).length;
  if (same > 0) return { type: "used_up", times: same };

  // A secret of this run is in no place of the tape's, so its number says nothing.
  const parts = tape.parts().map(withoutNumbers);
  const request = readRequest(withoutNumbers(line), parts);
  const recordings = exchanges.map(({ request }, index): Recording => {
    const read = readRequest(withoutNumbers(request), parts);
    return { ...read, number: index + 1, used: tape.isUsed(index) };
  });
  const nearest = nearestTo(request, recordings);
  if (nearest === undefined) {
    return { type: "other_endpoint", recorded: [...new Set(recordings.map(endpoint))] };
  }
  const { number, used } = nearest;
  const added = used ? addedMessages(nearest, request) : undefined;
  if (added !== undefined) return { type: "continues", number, added };
  const difference =
    differenceOf(comparable(nearest, request), comparable(request, nearest)) ??
    differenceInSecrets(exchanges[number - 1]?.request ?? "", line, tape.parts());
  return { type: "differs", number, used, difference };
}

/** How a request differs from a recording that has the same but for its secrets. */
function differenceInSecrets(recorded: string, line: string, parts: readonly string[]): Difference {
  const [before, after] = [recorded, line].map((each) => readRequest(each, parts)) as [
    ReadRequest,
    ReadRequest,
  ];
  const difference = differenceOf(comparable(before, after), comparable(after, before));
  return (
    difference ?? {
      place: "the body",
      kind: "changed",
      lines: [],
      otherPlaces: [],
      isVolatile: false,
    }
  );
}

/** The messages after those of a recording, if the request continues it; else undefined. */
function addedMessages(recorded: ReadRequest, request: ReadRequest): string[] | undefined {
  const [before, after] = [messagesOf(recorded.body), messagesOf(request.body)];
  const name = conversationField(request.body);
  if (name === undefined || before.length === 0 || before.length >= after.length) return undefined;
  const beginning = { ...(request.body as object), [name]: after.slice(0, before.length) };
  if (recorded.query !== request.query || differenceOf(recorded.body, beginning) !== undefined)
    return undefined;
  return after
    .slice(before.length)
    .map((message) => cut(messageSummary(message, after).replace(/\s+/g, " "), 100));
}

/** The body of a request to be compared, with the path, the query and the headers if these differ. */
function comparable(request: ReadRequest, other: ReadRequest): unknown {
  const { path, query, headers, body } = request;
  const sameHeaders = isDeepStrictEqual(headers, other.headers);
  if (path === other.path && query === other.query && sameHeaders) return body;
  return {
    ...(path === other.path ? {} : { "the path": path }),
    ...(query === other.query ? {} : { "the query": query }),
    ...(sameHeaders ? {} : { "the headers": headers }),
    ...(isRecord(body) ? body : { "the body": body }),
  };
}

/** A recorded request. */
interface Recording extends ReadRequest {
  /** Counts from 1. */
  readonly number: number;
  /** Whether it has answered a request already. */
  readonly used: boolean;
}

/** The recording that has most in common with a request, among those of its endpoint, or else of a similar path. */
function nearestTo(request: ReadRequest, recordings: readonly Recording[]): Recording | undefined {
  const same = recordings.filter((recording) => endpoint(recording) === endpoint(request));
  const candidates =
    same.length > 0 ? same : recordings.filter((recording) => isNeighbour(recording, request));
  let nearest: Recording | undefined;
  let highest = -Infinity;
  for (const candidate of candidates) {
    // The conversation would have used an unused one next.
    const score = similarity(candidate, request) + (candidate.used ? 0 : 0.5);
    if (score <= highest) continue;
    nearest = candidate;
    highest = score;
  }
  return nearest;
}

/** Whether paths differ in one of several segments, like those of a resource with an id. */
function isNeighbour(a: ReadRequest, b: ReadRequest): boolean {
  const [left, right] = [a, b].map(({ path }) => path.split("/")) as [string[], string[]];
  const differing = left.filter((segment, index) => segment !== right[index]).length;
  return (
    a.method === b.method && left.length === right.length && left.length > 2 && differing === 1
  );
}

/** How many messages two requests share from the first, except for the system's; the rest counts for less than one. */
function similarity(a: ReadRequest, b: ReadRequest): number {
  const { start: shared } = commonEnds(dialogue(a.body), dialogue(b.body));
  const sameQuery = a.query === b.query ? 0.1 : 0;
  return shared + sameQuery + 0.2 * sharedPart(textOf(a.body), textOf(b.body));
}

/** The part of the longer text that both begin and end with, from 0 to 1. */
function sharedPart(a: string, b: string): number {
  const { start, end } = commonEnds(a, b);
  return (start + end) / Math.max(a.length, b.length, 1);
}

/** The messages as JSON, except for the system's. */
function dialogue(body: unknown): string[] {
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
