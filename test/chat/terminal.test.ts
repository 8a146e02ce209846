import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import {
  Agent,
  runDemoLoop,
  scriptedClient,
  type DemoLoopOptions,
  type Response,
  type ScriptedClient,
  type ScriptedReply,
} from "../../src/index.ts";
import { Shown } from "./talk.ts";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const UP = "\u001B[A";

interface Terminal {
  readonly client: ScriptedClient;
  readonly output: Shown;
  /** Whether each setting of the terminal was raw. */
  readonly modes: boolean[];
  readonly ended: Promise<Response>;
  press(keys: string): void;
  close(): void;
  /** Waits until this many prompts are on the screen. */
  prompts(count: number): Promise<void>;
}

/** A session at a terminal that is none but for what the loop asks of one. */
function sit(replies: readonly ScriptedReply[], options: DemoLoopOptions = {}): Terminal {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => modes.push(raw),
  });
  const output = Object.assign(new Shown(), { isTTY: true, columns: 80 });
  const client = scriptedClient(replies);
  const ended = runDemoLoop(new Agent({ name: "Desk" }), { client, input, output, ...options });
  return {
    client,
    output,
    modes,
    ended,
    press: (keys) => void input.write(keys),
    close: () => void input.end(),
    prompts: (count) => output.has("User:", count),
  };
}

it("hears a line, and ends with Ctrl-D, the terminal as it was before", async () => {
  const { client, output, modes, ended, press, prompts } = sit(["Hello."]);
  await prompts(1);
  expect(modes.at(-1)).toBe(true);
  press("Hi.\r");
  await prompts(2);
  press(CTRL_D);
  const { messages } = await ended;
  expect(messages.map(({ content }) => content)).toEqual(["Hi.", "Hello."]);
  expect(client.remaining).toBe(0);
  expect(modes.at(-1)).toBe(false);
  expect(output.text.startsWith("\u001B[?2004h")).toBe(true);
  expect(output.text.endsWith("\u001B[?2004l")).toBe(true);
});

it("ends an answer with Ctrl-C, and goes on from before it", async () => {
  const aborted: unknown[] = [];
  const hangs: ScriptedReply = (_, signal) => {
    signal?.addEventListener("abort", () => aborted.push(signal.reason));
    press(CTRL_C);
    return new Promise(() => {});
  };
  const { client, output, ended, press, prompts } = sit([hangs, "Here."]);
  await prompts(1);
  press("Hang.\r");
  await prompts(2);
  press("Are you there?\r");
  await prompts(3);
  press(CTRL_D);
  await ended;
  expect(aborted).toHaveLength(1);
  expect(output.text).toContain("The conversation goes on as if you had not said this.");
  expect(client.requests[1]?.messages.map(({ content }) => content)).toEqual([
    "You are a helpful agent.",
    "Are you there?",
  ]);
});

it("breaks a stream off where it stands, and shows the next one whole", async () => {
  const piece = (content: string): object => ({ choices: [{ index: 0, delta: { content } }] });
  async function* stalls(): AsyncGenerator<object> {
    yield piece("one, ");
    await output.has("one, ");
    press(CTRL_C);
    await new Promise(() => {});
  }
  const { output, ended, press, prompts } = sit([stalls(), "Yes."], { stream: true });
  await prompts(1);
  press("Count.\r");
  await prompts(2);
  press("Again?\r");
  await output.has("Yes.");
  press(CTRL_D);
  await ended;
  expect(output.plain).toContain("Desk: one, \nThe conversation goes on");
  expect(output.plain).toContain("Desk: Yes.\n");
});

it("says how to leave when Ctrl-C has nothing to end, and forgets a line that was begun", async () => {
  const { client, output, ended, press, prompts } = sit(["Hello."]);
  await prompts(1);
  press(CTRL_C);
  await prompts(2);
  expect(output.text).toContain("Ctrl-D ends the session.");
  press(`not this${CTRL_C}`);
  await prompts(3);
  press("this\r");
  await output.has("Hello.");
  await prompts(4);
  press(CTRL_D);
  await ended;
  expect(client.requests.map(({ messages }) => messages.at(-1)?.content)).toEqual(["this"]);
});

it("brings back what was said, the latest first and each once", async () => {
  const { client, ended, press, prompts } = sit(["1", "2", "3", "4", "5"]);
  await prompts(1);
  for (const [index, keys] of ["one\r", "two\r", "one\r", `${UP}${UP}\r`, `${UP}!\r`].entries()) {
    press(keys);
    await prompts(index + 2);
  }
  press(CTRL_D);
  await ended;
  const said = client.requests.map(({ messages }) => messages.at(-1)?.content);
  expect(said).toEqual(["one", "two", "one", "two", "two!"]);
});

it("edits within the line, and sends a pasted text with its line breaks as one message", async () => {
  const { client, ended, press, prompts } = sit(["Ok.", "Ok."]);
  await prompts(1);
  press("bd\u001B[Dc\u0001a\u0005e\r");
  await prompts(2);
  press("See: \u001B[200~one\r\ntwo\u001B[201~");
  press("!\u001B\rthree\r");
  await prompts(3);
  press(CTRL_D);
  await ended;
  const said = client.requests.map(({ messages }) => messages.at(-1)?.content);
  expect(said).toEqual(["abcde", "See: one\ntwo!\nthree"]);
});

it("keeps what is typed ahead for the next prompts", async () => {
  const { client, ended, press } = sit(["1", "2"]);
  press(`one\rtwo\r${CTRL_D}`);
  await ended;
  const said = client.requests.map(({ messages }) => messages.at(-1)?.content);
  expect(said).toEqual(["one", "two"]);
});

it("shows nothing of what is typed during an answer before the next prompt", async () => {
  const long = "word ".repeat(40).trim();
  const answers: ScriptedReply = async () => {
    const before = output.text;
    for (const key of `sent\r${long}`) press(key);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(output.text).toBe(before);
    return "One.";
  };
  const { client, output, ended, press, prompts } = sit([answers, "Two.", "Three."]);
  await prompts(1);
  press("Hi.\r");
  await output.has("Two.");
  await output.has(long);
  expect(output.plain).toContain("Desk: One.\nUser: sent\nDesk: Two.\n");
  // The cursor never goes up, over the answer.
  expect(output.text.split("\u001B[").filter((code) => /^\d+A/.test(code))).toEqual([]);
  press("\r");
  await output.has("Three.");
  await prompts(4);
  press(CTRL_D);
  await ended;
  const said = client.requests.map(({ messages }) => messages.at(-1)?.content);
  expect(said).toEqual(["Hi.", "sent", long]);
});

it("discards with Ctrl-C what was typed during an answer", async () => {
  const hangs: ScriptedReply = () => {
    press(`not this\rnor this${CTRL_C}`);
    return new Promise(() => {});
  };
  const { client, ended, press, prompts } = sit([hangs, "Ok."]);
  await prompts(1);
  press("Hang.\r");
  await prompts(2);
  press("but this\r");
  await prompts(3);
  press(CTRL_D);
  await ended;
  expect(client.requests.at(-1)?.messages.at(-1)?.content).toBe("but this");
  expect(client.requests).toHaveLength(2);
});

it.each([
  ["at the prompt", ""],
  ["behind a line that was begun", "begun"],
])("ends when the terminal is closed, %s", async (_, typed) => {
  const { client, output, ended, press, close } = sit([]);
  await output.has("User:");
  press(typed);
  close();
  await expect(ended).resolves.toMatchObject({ messages: [] });
  expect(client.requests).toEqual([]);
});

it("ends when the terminal can no longer be read", async () => {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => modes.push(raw),
  });
  const output = Object.assign(new Shown(), { isTTY: true });
  const ended = runDemoLoop(new Agent(), { client: scriptedClient([]), input, output });
  await output.has("User:");
  input.emit("error", Object.assign(new Error("read EIO"), { code: "EIO" }));
  await expect(ended).resolves.toMatchObject({ messages: [] });
});
