import type { Reply } from "./http.ts";

/**
 * Tapes of version 1 have one reply for a request of `fetch` and the redirections that it followed. `fetch` gets a
 * redirection for it first, and that reply where it leads.
 */
export class OldRedirections {
  readonly #replies = new Map<string, Reply>();

  /** A reply as it is to be played first. */
  first(reply: Reply | undefined): Reply | undefined {
    if (reply?.redirectedTo === undefined) return reply;
    this.#replies.set(reply.redirectedTo, reply);
    const body = { kind: "text", text: "" } as const;
    return { ...reply, status: 302, headers: { location: reply.redirectedTo }, body };
  }

  /** The reply that waits where a redirection has led, once. */
  take(url: string): Reply | undefined {
    const reply = this.#replies.get(url);
    this.#replies.delete(url);
    return reply;
  }
}
