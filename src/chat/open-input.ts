import type { ReadStream, WriteStream } from "node:tty";
import { pipedInput } from "./piped-input.ts";
import { terminalInput } from "./terminal-input.ts";
import type { UserInput } from "./user-input.ts";

/** Where the user speaks, and what a terminal shows of it. */
export interface InputOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly prompt: string;
  /** What was said in earlier sessions, the latest first. */
  readonly history: readonly string[];
  /** Told of every line that is said at a terminal. */
  readonly onLine?: (line: string) => void;
}

/** The user at a terminal, where both ways lead to one; else whoever wrote the lines of a pipe. */
export function openInput(options: InputOptions): UserInput {
  const { input, output } = options;
  const keyboard = input as ReadStream;
  const isTerminal = keyboard.isTTY && (output as WriteStream).isTTY;
  return isTerminal ? terminalInput({ ...options, input: keyboard }) : pipedInput(input);
}
