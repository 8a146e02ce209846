import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { onDisk } from "./from-start.ts";

/** Adds lines to a text file, which need not exist, with the line ends that it has. Throws the file system's error. */
export function appendLines(file: string, lines: readonly string[]): void {
  const before = existsSync(onDisk(file)) ? readFileSync(onDisk(file)) : Buffer.alloc(0);
  const end = before.includes("\r\n") ? "\r\n" : "\n";
  const isOpen = before.length > 0 && before.at(-1) !== 0x0a;
  appendFileSync(onDisk(file), `${isOpen ? end : ""}${lines.map((line) => line + end).join("")}`);
}
