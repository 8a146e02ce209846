import { crc32 } from "node:zlib";
import type { TapeHeader } from "./tape.ts";
import { asWritten, readTape } from "./text.ts";

/** The text of a tape of another suite or case: all but its header, and that line's checksum, stays as it is. Throws TapeError. */
export function renamedTape(
  text: string,
  file: string,
  names: Pick<TapeHeader, "suite" | "case">,
): string {
  readTape(text, file);
  const [first = "", ...others] = asWritten(text).split("\n");
  const header = JSON.stringify({ ...(JSON.parse(first) as object), ...names });
  const before = checksum(first);
  const rest = others.join("\n");
  // It is the first in the list of checksums, at the end of the tape.
  const at = rest.lastIndexOf(`"${before}`);
  return `${header}\n${rest.slice(0, at + 1)}${checksum(header)}${rest.slice(at + 1 + before.length)}`;
}

function checksum(line: string): string {
  return crc32(line).toString(16).padStart(8, "0");
}
