import { createInterface } from "node:readline";
import type { UserInput } from "./user-input.ts";

/** Reads what the user says from a file or a pipe, a line each. */
export function pipedInput(input: NodeJS.ReadableStream): UserInput {
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
