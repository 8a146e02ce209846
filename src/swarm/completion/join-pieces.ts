import { isRecord } from "../../json/value.ts";
import type { Content } from "../../trajectory/trajectory.ts";

/** The members of a part that a stream sends piece by piece; all others come whole, and may come again. */
const IN_PIECES = new Set(["text", "summary", "thinking"]);

/** Adds a piece to what a stream has sent of a member: text to text, parts to parts. Nothing sent changes nothing. */
export function joinPieces(before: unknown, piece: unknown): unknown {
  if (piece === undefined || piece === null) return before;
  if (typeof before === "string" && typeof piece === "string") return before + piece;
  if (Array.isArray(before) && Array.isArray(piece)) return joinParts([...before, ...piece]);
  return Array.isArray(piece) ? joinParts(piece) : piece;
}

/** Adds a piece to a message's content, which some providers begin as text and go on with as a list of parts, or the reverse. */
export function joinContent(before: Content, piece: unknown): Content {
  if (typeof piece !== "string" && !Array.isArray(piece)) return before;
  if (typeof piece === "string" && !Array.isArray(before)) return (before ?? "") + piece;
  return joinParts([...asParts(before), ...asParts(piece)]);
}

function asParts(content: Content): readonly unknown[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return content ?? [];
}

/** Joins neighbours that are pieces of one part, so that a streamed list reads as the whole one would. */
function joinParts(parts: readonly unknown[]): unknown[] {
  const joined: unknown[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (isRecord(last) && isRecord(part) && goesOn(last, part)) {
      joined[joined.length - 1] = joinPart(last, part);
    } else {
      joined.push(part);
    }
  }
  return joined;
}

type Part = Readonly<Record<string, unknown>>;

function goesOn(last: Part, part: Part): boolean {
  const inPieces = Object.keys(part).some((key) => IN_PIECES.has(key));
  return inPieces && part["type"] === last["type"] && part["index"] === last["index"];
}

function joinPart(last: Part, part: Part): Part {
  const joined: Record<string, unknown> = { ...last };
  for (const key of Object.keys(part)) {
    joined[key] = IN_PIECES.has(key) ? joinPieces(last[key], part[key]) : (part[key] ?? last[key]);
  }
  return joined;
}
