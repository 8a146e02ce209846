import type { Message } from "../swarm/agent/chat-client.ts";

/**
 * What frameworks keep of conversations in their own form, by the message that each turn ended with: the next turn goes on
 * from there, and loses nothing that our messages have no place for. A conversation that nobody led is read from its messages.
 */
export class LeftOff<History> {
  readonly #histories = new WeakMap<object, History>();

  /** Keeps what a turn ended with. */
  keep(messages: readonly Message[], history: History): void {
    const last = messages.at(-1);
    if (last !== undefined) this.#histories.set(last, history);
  }

  /** What is kept of these messages, and those after it. */
  of(messages: readonly Message[]): { history: History | undefined; since: readonly Message[] } {
    const at = messages.findLastIndex((message) => this.#histories.has(message));
    const history = at < 0 ? undefined : this.#histories.get(messages[at] as object);
    return { history, since: messages.slice(at + 1) };
  }
}
