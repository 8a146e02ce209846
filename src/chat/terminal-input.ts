import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { KeyFeed, LINE_BREAK } from "./key-feed.ts";
import type { UserInput } from "./user-input.ts";

/** A terminal that is read from. */
interface Keyboard extends NodeJS.ReadableStream {
  setRawMode(raw: boolean): unknown;
}

/** A terminal, and what it shows. */
export interface TerminalOptions {
  readonly input: Keyboard;
  readonly output: NodeJS.WritableStream;
  /** What stands before the line that the user types. */
  readonly prompt: string;
  /** What was said before, the latest first. */
  readonly history: readonly string[];
  /** Told of every line that is said. */
  readonly onLine?: (line: string) => void;
}

type Answer =
  | { readonly type: "line"; readonly text: string }
  | { readonly type: "interrupt"; readonly typed: string }
  | { readonly type: "end" };

const MOST_REMEMBERED = 1_000;
const PASTES_ARE_MARKED = "\u001B[?2004h";
const PASTES_ARE_NOT_MARKED = "\u001B[?2004l";

/**
 * Reads from a terminal, with line editing and history. The terminal is in raw mode for the whole session, so that
 * Ctrl-C can be told apart from a signal and nothing is echoed into a reply.
 */
export function terminalInput(options: TerminalOptions): UserInput {
  const { input, output, prompt } = options;
  let history = options.history;
  const listeners = new Set<() => void>();
  const feed = new KeyFeed(() => {
    for (const listener of listeners) listener();
  });
  const decoder = new StringDecoder("utf8");
  const take = (chunk: Buffer | string): void =>
    feed.take(typeof chunk === "string" ? chunk : decoder.write(chunk));
  let closed = false;
  let endLine: (() => void) | undefined;

  input.setRawMode(true);
  input.on("data", take);
  input.on("end", close);
  // A terminal that was closed can be neither read nor set.
  input.on("error", close);
  output.write(PASTES_ARE_MARKED);

  return {
    interactive: true,
    async next() {
      for (;;) {
        const answer = await line(prompt, history);
        if (answer.type === "end") return undefined;
        if (answer.type === "line") {
          remember(answer.text);
          return answer.text.replaceAll(LINE_BREAK, "\n");
        }
        if (answer.typed === "") output.write("Ctrl-D ends the session.\n");
      }
    },
    async ask(question, suggestion) {
      const answer = await line(`${question} [${suggestion}] `, []);
      return (answer.type === "line" && answer.text.trim()) || suggestion;
    },
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
  };

  /** Reads one line. Each has its own editor: between two lines the terminal belongs to the reply. */
  async function line(question: string, before: readonly string[]): Promise<Answer> {
    if (closed) return { type: "end" };
    const setRawMode = (raw: boolean): unknown => input.setRawMode(raw);
    const keys = Object.assign(new Readable({ read: () => undefined }), { setRawMode });
    const editor = createInterface({
      input: keys,
      output,
      terminal: true,
      prompt: question,
      history: [...before],
      historySize: MOST_REMEMBERED,
    });
    const answer = await new Promise<Answer>((resolve) => {
      editor.once("line", (text) => resolve({ type: "line", text }));
      editor.once("SIGINT", () => resolve({ type: "interrupt", typed: editor.line }));
      editor.once("close", () => resolve({ type: "end" }));
      endLine = () => editor.close();
      editor.prompt();
      feed.open({
        // At once, so that a paste does not overtake what was typed before it.
        type: (typed) => keys.emit("data", typed),
        insert: (text) => editor.write(text),
      });
    });
    feed.close();
    endLine = undefined;
    editor.close();
    if (answer.type !== "line") output.write("\n");
    // The editor gives the terminal back when it is closed.
    if (!closed) input.setRawMode(true);
    return answer;
  }

  function remember(text: string): void {
    if (text.trim() === "") return;
    history = [text, ...history.filter((other) => other !== text)].slice(0, MOST_REMEMBERED);
    options.onLine?.(text);
  }

  function close(): void {
    if (closed) return;
    closed = true;
    endLine?.();
    input.off("data", take);
    input.off("end", close);
    input.setRawMode(false);
    input.pause();
    output.write(PASTES_ARE_NOT_MARKED);
  }
}
