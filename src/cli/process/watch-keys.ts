import { createInterface, emitKeypressEvents, type Key } from "node:readline";
import { printable } from "../../text/printable.ts";

/** What a person asks a watching process for. */
export type Wish =
  | { readonly what: "all" | "failed" | "again" | "quit" | "interrupt" }
  /** Only cases whose ids match; undefined for any. */
  | { readonly what: "filter"; readonly pattern: string | undefined };

export const KEYS = "a all · f failed · t filter by id · Enter again · q quit";

const WISHES: Readonly<Record<string, "all" | "failed" | "again" | "quit">> = {
  a: "all",
  f: "failed",
  r: "again",
  return: "again",
  enter: "again",
  q: "quit",
};

/** Reads keys from a terminal, and gives them back to nobody: without one there are none. Returns what to call at the end. */
export function readKeys(onWish: (wish: Wish) => void): () => void {
  const { stdin } = process;
  if (stdin.isTTY !== true) return () => undefined;
  emitKeypressEvents(stdin);
  const listen = (): void => {
    stdin.setRawMode(true).on("keypress", onKey).resume();
  };
  const stop = (): void => {
    stdin.setRawMode(false).off("keypress", onKey).pause();
  };
  function onKey(_: string | undefined, { name = "", ctrl = false }: Key): void {
    if (ctrl && name === "c") onWish({ what: "interrupt" });
    else if (name === "t") askForPattern();
    else if (WISHES[name] !== undefined) onWish({ what: WISHES[name] });
  }
  function askForPattern(): void {
    stop();
    const line = createInterface({ input: stdin, output: process.stderr });
    let answer: string | undefined;
    line.on("SIGINT", () => line.close());
    line.on("close", () => {
      listen();
      if (answer === undefined) return;
      const problem = problemOf(answer);
      if (problem === undefined) onWish({ what: "filter", pattern: answer || undefined });
      else process.stderr.write(`${printable(problem)}\n`);
    });
    line.question("Ids that match (a regular expression, empty for all): ", (typed) => {
      answer = typed.trim();
      line.close();
    });
  }
  listen();
  return stop;
}

function problemOf(pattern: string): string | undefined {
  try {
    new RegExp(pattern);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
