import { createInterface } from "node:readline";
import type { ReadStream, WriteStream } from "node:tty";
import { terminalInput, type TerminalOptions } from "./terminal.ts";

/** Where the words of the user come from. */
export interface UserInput {
  /** Whether a person sits at a terminal. Other input is repeated in the output, so that it can be read. */
  readonly interactive: boolean;
  /** The next message; undefined once there are no more. */
  next(): Promise<string | undefined>;
  /** Asks for something outside the conversation. Resolves to the suggestion if nobody can be asked. */
  ask(question: string, suggestion: string): Promise<string>;
  /** `listener` is called when the user interrupts an answer, until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Gives the terminal back. A pending `next` or `ask` ends. */
  close(): void;
}

/** The user at a terminal, if input and output are one; otherwise the lines of a pipe. */
export function openInput(
  options: Omit<TerminalOptions, "input"> & { readonly input: NodeJS.ReadableStream },
): UserInput {
  const input = options.input as ReadStream;
  const isTerminal = input.isTTY && (options.output as WriteStream).isTTY;
  return isTerminal ? terminalInput({ ...options, input }) : pipedInput(input);
}

function pipedInput(input: NodeJS.ReadableStream): UserInput {
  const reader = createInterface({ input, crlfDelay: Infinity });
  const lines = reader[Symbol.asyncIterator]();
  return {
    interactive: false,
    async next() {
      const { done, value } = await lines.next();
      return done === true ? undefined : value;
    },
    ask: async (_, suggestion) => suggestion,
    // Ctrl-C reaches a process that reads no terminal as a signal, and ends it.
    onInterrupt: () => () => undefined,
    close: () => reader.close(),
  };
}
