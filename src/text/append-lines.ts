import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** Adds lines to a text file, which need not exist, with the line ends that it has. Throws the file system's error. */
export function appendLines(file: string, lines: readonly string[]): void {
  const before = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const end = before.includes("\r\n") ? "\r\n" : "\n";
  const isOpen = before.length > 0 && before.at(-1) !== 0x0a;
  appendFileSync(file, `${isOpen ? end : ""}${lines.map((line) => line + end).join("")}`);
}
