const FIRST_DELAY_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;
/** A provider that wants a longer wait than this is down for the run. */
const LONGEST_ASKED_MS = 60_000;

/**
 * Milliseconds to wait before asking again, after so many attempts: as the provider asks, or doubling from half a second;
 * either way spread, so that conversations do not all come back at once. `spread` is between 0 and 1.
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
