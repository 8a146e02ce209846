import type { Conversation, Decision } from "./conversation.ts";
import { ConnectionError, UNANSWERED } from "./http/http.ts";
import type { Failure, IncomingReply, Reply } from "./http/http.ts";
import { failureOf, recordedReply } from "./http/recorded-reply.ts";
import { replayedReply } from "./http/replayed-reply.ts";

/** The header by which a server says that it only plays a provider. Who answered is part of a recording. */
const STAND_IN_HEADER = "x-stand-in";

/**
 * Answers a request as was decided: from the tape, or by `send`, whose reply goes onto the tape while it is passed on.
 * Throws ConnectionError, the signal's reason, and whatever else `send` throws.
 */
export async function exchange(
  conversation: Conversation,
  decision: Decision,
  send: () => Promise<IncomingReply>,
  signal: AbortSignal | null | undefined,
): Promise<IncomingReply> {
  const { realTime, awaited } = conversation;
  if (decision.type === "replay")
    return replayedReply(decision.reply, { realTime, signal, awaited });
  const now = (): number => conversation.now();
  const since = now();
  const unanswered = failedReply({ code: UNANSWERED, message: "The trial ended first" }, since, 0);
  decision.record(() => unanswered, false);
  try {
    const incoming = await send();
    const options = { now, since, keepGaps: realTime, signal };
    const { passedOn, soFar } = recordedReply(incoming, options);
    decision.record(soFar, STAND_IN_HEADER in incoming.headers);
    return passedOn;
  } catch (error) {
    // What is wrong with the request itself was never sent.
    const isSent = error instanceof ConnectionError || signal?.aborted === true;
    const end = now();
    const reply = failedReply(failureOf(error, signal), end, end - since);
    decision.record(isSent ? () => reply : undefined, false);
    throw error;
  }
}

function failedReply(failure: Failure, at: number, ms: number): Reply {
  const body = { kind: "text", text: "" } as const;
  return { status: 0, headers: {}, body, failure, ms: Math.round(ms), at: Math.round(at) };
}
