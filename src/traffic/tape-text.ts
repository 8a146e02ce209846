import { crc32 } from "node:zlib";
import { decodeChunk, encodeChunk } from "./chunk-text.ts";
import type { ChunkText } from "./chunk-text.ts";
import type { Reply, ReplyBody } from "./http.ts";
import { renumbered } from "./parts-reference.ts";
import type { Exchange, TapeContent, TapeHeader } from "./tape.ts";
import { TapeError } from "./tape-error.ts";

/** The version of the format. A tape of another one is refused, never guessed at. */
const VERSION = 1;

/**
 * A tape as text, one JSON value a line: where it comes from; then for each exchange the parts that it sends for the first
 * time, the request that names its parts by number, and the reply; last a checksum of every line, so that a tape that was
 * cut short or changed afterwards does not pass for what a model said.
 */
export function writeTape({ header, parts, exchanges }: TapeContent): string {
  const lines = [JSON.stringify({ tape: VERSION, ...header })];
  const numbers = new Map<number, number>();
  exchanges.forEach(({ request, reply }, index) => {
    const line = renumbered(request, (number) => {
      let name = numbers.get(number);
      if (name === undefined) {
        numbers.set(number, (name = numbers.size + 1));
        lines.push(`{"part":${name},"value":${parts[number - 1]}}`);
      }
      return name;
    });
    lines.push(`{"request":${index + 1},${line.slice(1)}`, replyLine(index + 1, reply()));
  });
  lines.push(
    JSON.stringify({ end: { exchanges: exchanges.length, crc32: lines.map(checksum).join(" ") } }),
  );
  return `${lines.join("\n")}\n`;
}

/** Reads a tape. Throws TapeError for a file that is no tape, of another version, cut short, or changed since it was written. */
export function readTape(text: string, file: string): TapeContent {
  const lines = text.split("\n");
  const header = headerOf(lines[0] ?? "", file);
  if (lines.pop() !== "") throw truncated(file, lines.length + 1);
  const end = endOf(lines.pop() ?? "", file, lines.length + 1);
  const checksums = end.crc32.split(" ");
  if (checksums.length !== lines.length) {
    throw new TapeError(
      file,
      lines.length + 1,
      `it has ${lines.length} lines where ${checksums.length} were recorded`,
    );
  }
  lines.forEach((line, index) => {
    if (checksum(line) !== checksums[index]) {
      throw new TapeError(file, index + 1, "the line was changed after it was recorded");
    }
  });
  const parts: string[] = [];
  const exchanges: Exchange[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.startsWith('{"part":'))
      parts.push(line.slice(line.indexOf(",") + ',"value":'.length, -1));
    else if (line.startsWith('{"request":')) {
      exchanges.push({
        request: `{${line.slice(line.indexOf(",") + 1)}`,
        reply: remembered(() => readReply(JSON.parse(lines[index + 1] as string) as WrittenReply)),
      });
    }
  }
  return { header, parts, exchanges };
}

function headerOf(line: string, file: string): TapeHeader {
  let first: unknown;
  try {
    first = JSON.parse(line);
  } catch (error) {
    if (/^(?:<{7}|={7}|>{7}) /.test(line))
      throw new TapeError(file, 1, "it holds the marks of a merge conflict");
    throw new TapeError(file, 1, `it is no tape: ${(error as Error).message}`, { cause: error });
  }
  const { tape: version, ...header } = (first ?? {}) as TapeHeader & { tape?: unknown };
  if (version === VERSION) return header;
  throw new TapeError(
    file,
    1,
    version === undefined
      ? `it is no tape: the first line must begin {"tape":${VERSION}`
      : `it is of version ${JSON.stringify(version)}, and this swarm-eval reads version ${VERSION}`,
  );
}

function endOf(line: string, file: string, number: number): { crc32: string } {
  try {
    const { end } = JSON.parse(line) as { end?: { crc32?: unknown } };
    if (typeof end?.crc32 === "string") return { crc32: end.crc32 };
  } catch {
    // Not a line that this program wrote last: said below.
  }
  throw truncated(file, number);
}

function truncated(file: string, line: number): TapeError {
  return new TapeError(file, line, "it was cut short: the last line of a tape holds its checksums");
}

function checksum(line: string): string {
  return crc32(line).toString(16).padStart(8, "0");
}

function remembered<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

interface WrittenReply {
  readonly status: number;
  readonly ms: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  readonly base64?: string;
  readonly chunks?: readonly ChunkText[];
  readonly gaps?: readonly number[];
  readonly failure?: string;
}

function replyLine(number: number, reply: Reply): string {
  const { status, ms, headers, body, failure } = reply;
  return JSON.stringify({ reply: number, status, ms, headers, ...writtenBody(body), failure });
}

function writtenBody(
  body: ReplyBody,
): Pick<WrittenReply, "json" | "text" | "base64" | "chunks" | "gaps"> {
  switch (body.kind) {
    case "json":
      return { json: body.value };
    case "text":
      return { text: body.text };
    case "base64":
      return { base64: body.base64 };
    case "chunks":
      return {
        chunks: body.chunks.map(encodeChunk),
        ...(body.gaps === undefined ? {} : { gaps: body.gaps }),
      };
  }
}

function readReply({ status, ms, headers, failure, ...written }: WrittenReply): Reply {
  return { status, ms, headers, failure, body: readBody(written) };
}

function readBody({ json, text, base64, chunks, gaps }: Partial<WrittenReply>): ReplyBody {
  if (chunks !== undefined) return { kind: "chunks", chunks: chunks.map(decodeChunk), gaps };
  if (base64 !== undefined) return { kind: "base64", base64 };
  if (text !== undefined) return { kind: "text", text };
  return { kind: "json", value: json };
}
