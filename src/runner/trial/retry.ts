import { setTimeout as wait } from "node:timers/promises";
import { inRealTime } from "../../clock/trial-time.ts";
import { plural } from "../../text/count.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { wrapCalls } from "../../swarm/agent/wrap-calls.ts";
import { refusesFormat } from "../judge/refused-format.ts";
import type { TrialProgress } from "./trial-progress.ts";

interface RetryOptions {
  /** How often a request may be asked again. */
  readonly retries: number;
  /** False in a replay: the waits of the recording are not repeated. */
  readonly waits: boolean;
  /** While a request is asked again, it has the reason. */
  readonly progress: Pick<TrialProgress, "retryReason">;
}

/** The client, asking again after 408, 409, 429, 5xx and broken connections, but never after a replay miss. */
export function retrying(
  client: ChatClient,
  { retries, waits, progress }: RetryOptions,
): ChatClient {
  return wrapCalls(client, async ({ send, signal }) => {
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await send();
        if (attempt > 0) progress.retryReason = undefined;
        return answer;
      } catch (error) {
        if (attempt >= retries || !isRetryable(error)) throw afterRetries(error, attempt);
        progress.retryReason = error;
        if (waits) await inRealTime(() => waitToRetry(attempt + 1, error.headers, signal));
      }
    }
  });
}

/** The error, which says how often it was tried again. */
function afterRetries(error: unknown, retries: number): unknown {
  if (retries > 0 && error instanceof Error)
    error.message = `${error.message.replace(/\.$/, "")}, after ${plural(retries, "retry", "retries")}`;
  return error;
}

async function waitToRetry(
  attempts: number,
  headers: Headers | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const delay = retryDelay(attempts, headers);
  if (delay > 0) await wait(delay, undefined, signal === undefined ? {} : { signal });
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
  // llama-cpp-python answers 500 to a format that it does not take, and so would it again.
  if (refusesFormat(error)) return false;
  if (status === undefined) return error.constructor.name === "APIConnectionError";
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

const FIRST_DELAY_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;
/** A provider that asks for a longer wait is down for the run. */
const LONGEST_ASKED_MS = 60_000;

/**
 * Milliseconds to wait after this many attempts: as the provider asks, or doubling from half a second. `spread`, from 0
 * to 1, keeps conversations from all coming back at once.
 */
export function retryDelay(
  attempts: number,
  headers: Headers | undefined,
  spread: number = Math.random(),
): number {
  const asked = askedDelay(headers);
  if (asked !== undefined) return Math.min(asked, LONGEST_ASKED_MS) * (1 + 0.1 * spread);
  return Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), LONGEST_BACKOFF_MS) * (1 - 0.25 * spread);
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date, in milliseconds. */
function askedDelay(headers: Headers | undefined): number | undefined {
  const milliseconds = Number.parseFloat(headers?.get("retry-after-ms") ?? "");
  if (milliseconds >= 0) return milliseconds;
  const after = headers?.get("retry-after");
  if (after == null) return undefined;
  const seconds = Number(after);
  const delay = Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1000;
  return delay >= 0 ? delay : undefined;
}
