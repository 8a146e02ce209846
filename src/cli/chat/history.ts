import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { makeDirectory } from "../../text/make-directory.ts";

/** What was said in earlier sessions. */
export interface ChatHistory {
  /** The latest first. */
  readonly lines: string[];
  /** Keeps what is said from now on. */
  add(line: string): void;
}

const MOST_LINES = 1_000;

/**
 * The history of `chat`, a line for each input, in a file that only its owner can read. Where the file cannot be read
 * or written, there is just no history.
 */
export function chatHistory(file: string): ChatHistory {
  const lines = readLines(file);
  if (lines.length > 2 * MOST_LINES)
    attempt(() => writeFileSync(file, text(lines.slice(-MOST_LINES))));
  return {
    lines: [...new Set(lines.toReversed())].slice(0, MOST_LINES),
    add: (line) =>
      attempt(() => {
        makeDirectory(dirname(file), 0o700);
        appendFileSync(file, text([line]), { mode: 0o600 });
      }),
  };
}

/** Where the history is: among the state of the user's programs, as the XDG specification has it. */
export function historyFile(environment: NodeJS.ProcessEnv): string {
  const state = environment["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  return join(state, "swarm-eval", "chat-history");
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

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // A conversation goes on without its history.
  }
}
