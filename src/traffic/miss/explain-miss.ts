import { isRecord } from "../../json/value.ts";
import { cut } from "../../text/printable.ts";
import { differenceOf } from "./difference.ts";
import { nearestTo } from "./nearest-recording.ts";
import type { Candidate } from "./nearest-recording.ts";
import { endpoint, messagesOf, readRequest } from "../tape/read-request.ts";
import type { ReadRequest } from "../tape/read-request.ts";
import type { MissReason } from "./replay-miss.ts";
import { messageSummary } from "./request-words.ts";
import type { Tape } from "../tape/tape.ts";

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

/** The messages by which a request goes on where a recording ended; undefined where it is no continuation of it. */
function continuation(recorded: ReadRequest, asked: ReadRequest): string[] | undefined {
  const [before, after] = [messagesOf(recorded.body), messagesOf(asked.body)];
  if (before.length === 0 || before.length >= after.length) return undefined;
  const beginning = { ...(asked.body as object), messages: after.slice(0, before.length) };
  if (recorded.query !== asked.query || differenceOf(recorded.body, beginning) !== undefined)
    return undefined;
  return after.slice(before.length).map((message) => brief(messageSummary(message, after)));
}

function brief(text: string): string {
  return cut(text.replace(/\s+/g, " "), 100);
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
