import type { IncomingMessage, ServerResponse } from "node:http";

/** A request that came whole, and what it is answered with. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
  readonly memory: Memory;
}

/** Answers a call. `url` is relative to a base that nobody uses. */
type Route = (call: Call, url: URL) => void | Promise<void>;

/** Routes by the first part of their path. */
export type Routes = Readonly<Record<string, Route>>;

/** What was put somewhere. */
interface Stored {
  readonly body: Buffer;
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a server remembers in one situation. */
export class Memory {
  readonly stored = new Map<string, Stored>();
  /** A session that a server holds. */
  session: unknown;
  readonly #sockets = new Map<object, number>();
  readonly #counts = new Map<string, number>();
  readonly #gates = new Map<string, PromiseWithResolvers<void>>();

  /** How often this was asked for, this time included. */
  count(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }

  /** The number of a socket among those that were asked for. */
  numberOf(socket: object): number {
    const number = this.#sockets.get(socket) ?? this.#sockets.size + 1;
    this.#sockets.set(socket, number);
    return number;
  }

  /** Opens when somebody opens it, and stays open. */
  gate(name: string): PromiseWithResolvers<void> {
    const gate = this.#gates.get(name) ?? Promise.withResolvers<void>();
    this.#gates.set(name, gate);
    return gate;
  }
}
