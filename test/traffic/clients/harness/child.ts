import { once } from "node:events";
import { inConversation } from "../../../../src/traffic/current.ts";
import { guardNetwork } from "../../../../src/traffic/guard/guard.ts";
import { conversationOf } from "../../../support/tapes.ts";
import { failure } from "./seen.ts";
import type { Addresses, Report, Situation, Situations } from "./situation.ts";

// Run as a program, with the name of a client: plays its situations one after the other, each in a conversation of its
// own. Before each it asks its parent, who knows the tapes and listens at the server.

/** How situations are played: with no guard at all, or as a trial does. */
export type Mode = "live" | "record" | "replay";

/** What the parent says at the start. */
export interface Task {
  readonly mode: Mode;
  readonly addresses: Addresses;
}

/** What a child tells its parent. The answer to `ready` is a Task, to `begin` a tape, if there is one. */
export type Message =
  | { readonly type: "ready" }
  | { readonly type: "begin"; readonly name: string }
  | { readonly type: "end"; readonly name: string; readonly report: Report };

/** Ends what hangs. */
const PATIENCE_MS = 10_000;

const stray: unknown[] = [];

async function ask(message: Message): Promise<unknown> {
  const answered = once(process, "message");
  process.send?.(message);
  const [answer] = await answered;
  return answer;
}

async function play(situation: Situation, { mode, addresses }: Task, tape: string | undefined) {
  const said: unknown[] = [];
  const recording = mode === "live" ? undefined : conversationOf(mode, tape);
  const run = (): Promise<void> =>
    situation(addresses, (value) => said.push(structuredClone(value)));
  const patience = Promise.withResolvers<never>();
  const timer = setTimeout(() => patience.reject(new Error("It did not end.")), PATIENCE_MS);
  let thrown: unknown;
  try {
    const running = recording === undefined ? run() : inConversation(recording.conversation, run);
    await Promise.race([running, patience.promise]);
  } catch (error) {
    thrown = failure(error);
  } finally {
    clearTimeout(timer);
  }
  const ended = recording?.misses.map(({ message }) => message) ?? [];
  const report = { said, thrown, ended, tape: recording?.text() };
  return { ...report, stray: stray.splice(0) };
}

process.on("uncaughtException", (error) => stray.push(failure(error)));
const task = (await ask({ type: "ready" })) as Task;
const { mode } = task;
if (mode !== "live") guardNetwork({ modeNow: () => mode });
const script = (await import(`../scripts/${process.argv[2]}.ts`)) as { default: Situations };
for (const [name, situation] of Object.entries(script.default)) {
  const { tape } = (await ask({ type: "begin", name })) as { readonly tape?: string };
  await ask({ type: "end", name, report: await play(situation, task, tape) });
}
process.exit();
