import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { WriteStream } from "node:tty";
import { joinPastes, LINE_BREAK } from "./paste.ts";

/** A terminal, and what it shows. */
export interface TerminalOptions {
  readonly input: NodeJS.ReadableStream & { setRawMode(raw: boolean): unknown };
  readonly output: NodeJS.WritableStream;
  /** What stands before the line that the user types. */
  readonly prompt: string;
  /** The lines of earlier sessions, the latest first. */
  readonly history: readonly string[];
  /** Called with each line that the user enters. */
  readonly onLine?: (line: string) => void;
}

const MOST_REMEMBERED = 1_000;
const MARK_PASTES = "\u001B[?2004h";
const MARK_PASTES_NO_MORE = "\u001B[?2004l";

/**
 * The user at a terminal, with line editing and history. What is typed while an answer is shown stays invisible until
 * the next prompt; Ctrl-C then interrupts the answer and discards it.
 */
export function terminalInput({ input, output, prompt, history, onLine }: TerminalOptions) {
  const setRawMode = (raw: boolean): unknown => input.setRawMode(raw);
  const keys = Object.assign(joinPastes(), { setRawMode });
  const listeners = new Set<() => void>();
  const typedAhead: string[] = [];
  /** Ends the `next` that waits for a line. */
  let resolveNext: ((line: string | undefined) => void) | undefined;
  let visible = false;
  let ended = false;
  let closed = false;

  // A terminal that was closed can be neither read nor set.
  input.on("error", close);
  input.on("end", close);
  input.pipe(keys, { end: false });
  const screen = whileVisible(output, () => visible);
  const resize = (): unknown => screen.emit("resize");
  output.on("resize", resize);
  output.write(MARK_PASTES);
  let editor = createInterface({
    input: keys,
    output: screen,
    terminal: true,
    prompt,
    history: [...history],
    historySize: MOST_REMEMBERED,
    removeHistoryDuplicates: true,
  });
  editor.on("line", (line) => {
    if (line.trim() !== "") onLine?.(line);
    if (visible) endNext(line);
    else typedAhead.push(line);
  });
  editor.on("SIGINT", interrupt);
  editor.on("SIGCONT", () => {
    // The shell may have turned it off.
    output.write(MARK_PASTES);
    editor.resume();
  });
  editor.on("close", () => {
    ended = true;
    if (visible) output.write("\n");
    endNext(undefined);
  });

  return {
    interactive: true,
    async next(): Promise<string | undefined> {
      const typed = typedAhead.shift();
      if (typed !== undefined) output.write(`${prompt}${typed}\n`);
      return (typed ?? (await nextLine()))?.replaceAll(LINE_BREAK, "\n");
    },
    ask,
    onInterrupt(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close,
  };

  async function nextLine(): Promise<string | undefined> {
    if (ended) return undefined;
    visible = true;
    editor.prompt(true);
    return new Promise((resolve) => (resolveNext = resolve));
  }

  function endNext(line: string | undefined): void {
    visible = false;
    resolveNext?.(line);
  }

  function interrupt(): void {
    const asked = visible;
    editor.write(null, { ctrl: true, name: "e" });
    if (asked) output.write(editor.line === "" ? "\nCtrl-D ends the session.\n" : "\n");
    visible = false;
    editor.write(null, { ctrl: true, name: "u" });
    typedAhead.length = 0;
    visible = asked;
    if (asked) editor.prompt();
    else for (const listener of listeners) listener();
  }

  async function ask(question: string, suggestion: string): Promise<string> {
    if (closed) return suggestion;
    // Ctrl-D has closed the editor of the conversation, and this line is not for its history.
    editor.close();
    editor = createInterface({ input: keys, output, terminal: true, historySize: 0 });
    const { promise, resolve } = Promise.withResolvers<string>();
    const dismiss = (): void => {
      output.write("\n");
      resolve(suggestion);
    };
    editor.on("SIGINT", () => editor.close());
    editor.on("close", dismiss);
    editor.question(`${question} [${suggestion}] `, (line) => {
      editor.off("close", dismiss);
      editor.close();
      resolve(line.trim() || suggestion);
    });
    return promise;
  }

  function close(): void {
    if (closed) return;
    closed = true;
    editor.close();
    input.off("end", close);
    input.unpipe(keys);
    input.pause();
    output.off("resize", resize);
    output.write(MARK_PASTES_NO_MORE);
  }
}

/** The output while the line is visible, otherwise nothing: the screen belongs to the answer then. */
function whileVisible(output: NodeJS.WritableStream, isVisible: () => boolean): Writable {
  const screen = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      if (isVisible()) output.write(chunk);
      done();
    },
  });
  // Without columns every line is one row: the editor does not move up, over the answer, to draw a long one again.
  const columns = (): unknown => (isVisible() ? (output as WriteStream).columns : undefined);
  return Object.defineProperty(screen, "columns", { get: columns });
}
