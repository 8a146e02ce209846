import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { onDisk } from "../text/from-start.ts";
import type { ResultHeader, SuiteEnd } from "./result.ts";

const HEAD_BYTES = 64 * 1024;
const TAIL_BYTES = 1024 * 1024;

/** The head and the end of a result file, in time that does not grow with its cases; undefined if it is not whole. */
export function readResultEnds(file: string): (ResultHeader & SuiteEnd) | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(onDisk(file), "r");
    const { size } = fstatSync(descriptor);
    const [head = ""] = readAt(descriptor, 0, HEAD_BYTES).split(',"cases":[', 1);
    const tail = readAt(descriptor, Math.max(0, size - TAIL_BYTES), TAIL_BYTES);
    // Line breaks stand only between the parts of the file.
    const end = tail.slice(tail.lastIndexOf("\n],") + "\n],".length);
    const ends = JSON.parse(`${head.replace(/^\uFEFF/, "")},${end}`) as ResultHeader & SuiteEnd;
    return (ends.version as number) <= 2 && ends.summary !== undefined ? ends : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readAt(descriptor: number, position: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, length, position));
}
