import { setTimeout as wait } from "node:timers/promises";
import type { ChatClient } from "../swarm/chat-client.ts";
import { retryDelay } from "./retry-delay.ts";

/** How often, and after what, a request is asked again. */
export interface RetryOptions {
  /** How often a request may be asked again. */
  readonly retries: number;
  /** A replay does not wait again for what was waited for when it was recorded. */
  readonly waits: boolean;
  /** Told why a request is asked again, and, with nothing, that it was answered. */
  readonly onRetry: (because: Error | undefined) => void;
}

/** The client, asking again what the provider says to ask again: 408, 409, 429, 5xx and broken connections, never what a recording does not answer. */
export function retrying(
  client: ChatClient,
  { retries, waits, onRetry }: RetryOptions,
): ChatClient {
  return {
    chat: {
      completions: {
        async create(body, options) {
          for (let attempt = 0; ; attempt++) {
            try {
              const answer = await client.chat.completions.create(body, options);
              if (attempt > 0) onRetry(undefined);
              return answer;
            } catch (error) {
              if (attempt >= retries || !isRetryable(error)) throw error;
              onRetry(error);
              const delay = waits ? retryDelay(attempt + 1, error.headers) : 0;
              if (delay > 0)
                await wait(
                  delay,
                  undefined,
                  options?.signal === undefined ? {} : { signal: options.signal },
                );
            }
          }
        },
      },
    },
  };
}

interface ApiFailure extends Error {
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
}

function isRetryable(error: unknown): error is ApiFailure {
  if (!(error instanceof Error)) return false;
  const { status, headers } = error as ApiFailure;
  const advice = headers?.get("x-should-retry");
  if (advice === "true" || advice === "false") return advice === "true";
  if (status === undefined) return error.constructor.name === "APIConnectionError";
  return status === 408 || status === 409 || status === 429 || status >= 500;
}
