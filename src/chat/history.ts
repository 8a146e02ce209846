import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectory } from "../text/make-directory.ts";

/** The lines that the user typed in earlier sessions. */
export interface ChatHistory {
  /** The latest first, each once. */
  readonly lines: string[];
  /** Adds a line to the file. */
  add(line: string): void;
}

const MOST_LINES = 1_000;

/** Opens the history file, which only its owner can read. If it cannot be read or written, there is no history. */
export function openHistory(file: string): ChatHistory {
  const lines = readLines(file);
  if (lines.length > 2 * MOST_LINES)
    ignoreErrors(() => writeFileSync(file, `${lines.slice(-MOST_LINES).join("\n")}\n`));
  return {
    lines: [...new Set(lines.toReversed())].slice(0, MOST_LINES),
    add: (line) =>
      ignoreErrors(() => {
        makeDirectory(dirname(file), 0o700);
        appendFileSync(file, `${line}\n`, { mode: 0o600 });
      }),
  };
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "");
  } catch {
    return [];
  }
}

function ignoreErrors(write: () => void): void {
  try {
    write();
  } catch {
    // A conversation goes on without its history.
  }
}
