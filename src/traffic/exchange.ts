import type { Conversation, Decision } from "./conversation.ts";
import {
  ConnectionError,
  UNANSWERED,
  type Failure,
  type IncomingReply,
  type Reply,
} from "./http/http.ts";
import { failureOf, recordReply } from "./http/recorded-reply.ts";
import { replayReply } from "./http/replayed-reply.ts";

/** Sent by a server that only plays a provider. A recording says who answered. */
const STAND_IN_HEADER = "x-stand-in";

/**
 * Answers a request as was decided: from the tape, or by `send`, whose reply goes onto the tape while it is forwarded.
 * Throws ConnectionError, the signal's reason, and whatever else `send` throws.
 */
export async function exchange(
  conversation: Conversation,
  decision: Decision,
  send: () => Promise<IncomingReply>,
  signal: AbortSignal | null | undefined,
): Promise<IncomingReply> {
  const { realTime, awaitedSignals } = conversation;
  if (decision.type === "replay")
    return replayReply(decision.reply, { realTime, signal, awaitedSignals });
  const now = (): number => conversation.now();
  const since = now();
  const unanswered = failedReply({ code: UNANSWERED, message: "The trial ended first" }, since, 0);
  decision.record(() => unanswered, false);
  try {
    const incoming = await send();
    const options = { now, since, keepGaps: realTime, signal };
    const { forwarded, soFar } = recordReply(incoming, options);
    decision.record(soFar, STAND_IN_HEADER in incoming.headers);
    return forwarded;
  } catch (error) {
    // Any other error is about the request itself, which was never sent.
    const wasSent = error instanceof ConnectionError || signal?.aborted === true;
    const end = now();
    const reply = failedReply(failureOf(error, signal), end, end - since);
    decision.record(wasSent ? () => reply : undefined, false);
    throw error;
  }
}

function failedReply(failure: Failure, at: number, ms: number): Reply {
  const body = { kind: "text", text: "" } as const;
  return { status: 0, headers: {}, body, failure, ms: Math.round(ms), at: Math.round(at) };
}
