import type { ChatClient } from "./chat-client.ts";

/** A call of a client, by either of its APIs. */
export interface ClientCall {
  readonly body: object;
  readonly signal: AbortSignal | undefined;
  /** What is asked, below the address of the API. */
  readonly path: "/chat/completions" | "/responses";
  /** Makes the call; more than once if need be. */
  send(): PromiseLike<unknown>;
}

/** The client, each call made by `ask`. */
export function wrapCalls(
  { chat, responses }: ChatClient,
  ask: (call: ClientCall) => Promise<unknown>,
): ChatClient {
  return {
    chat: {
      completions: {
        create: (body, options = {}) =>
          ask({
            body,
            signal: options.signal,
            path: "/chat/completions",
            send: () => chat.completions.create(body, options),
          }),
      },
    },
    ...(responses && {
      responses: {
        create: (body, options = {}) =>
          ask({
            body,
            signal: options.signal,
            path: "/responses",
            send: () => responses.create(body, options),
          }),
      },
    }),
  };
}
