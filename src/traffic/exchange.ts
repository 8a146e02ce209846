import type { Conversation } from "./conversation.ts";
import type { Decision } from "./decision.ts";
import { ConnectionError, fieldOf, type HeaderFields, type IncomingReply } from "./http/http.ts";
import { modelHeaders } from "./http/kept-headers.ts";
import { replayReply } from "./http/replayed-reply.ts";
import { failureOf, recordBody, ReplyRecorder } from "./http/reply-recorder.ts";

/** Sent by a server that only plays a provider. A recording says who answered. */
export const STAND_IN_HEADER = "x-stand-in";

/**
 * Answers a request as was decided: from the tape, or by `send`, whose reply goes onto the tape while it is forwarded,
 * with the headers that `kept` leaves. Throws ConnectionError, the signal's reason, and whatever else `send` throws.
 */
export async function exchange(
  conversation: Conversation,
  decision: Decision,
  send: () => Promise<IncomingReply>,
  signal: AbortSignal | null | undefined,
  kept: (headers: HeaderFields) => HeaderFields = modelHeaders,
): Promise<IncomingReply> {
  const { realTime, awaited } = conversation;
  if (decision.type === "replay") {
    const { reply, begun, ended } = decision;
    if (conversation.isBranch) await conversation.turnOf(reply);
    return replayReply(reply, { realTime, signal, awaited, ended: () => whole(begun, ended) });
  }
  const recorder = new ReplyRecorder({
    now: () => conversation.now(),
    arrival: () => conversation.arrival(),
    keepGaps: realTime,
    maxBody: conversation.maxBody,
  });
  decision.record(() => recorder.soFar(), false);
  const { begun, ended: complete } = decision;
  const ended = (at: number): void => whole(begun, complete, at);
  try {
    const incoming = await send();
    const { status, statusText, headers } = incoming;
    recorder.start(status, statusText, kept(headers));
    const isStandIn = fieldOf(headers, STAND_IN_HEADER) !== undefined;
    decision.record(() => recorder.soFar(), isStandIn);
    return { ...incoming, body: recordBody(incoming, recorder, ended, signal) };
  } catch (error) {
    // Any other error is about the request itself, which was never sent.
    const wasSent = error instanceof ConnectionError || signal?.aborted === true;
    ended(recorder.fail(failureOf(error, signal?.aborted === true)));
    if (!wasSent) decision.record(undefined, false);
    throw error;
  }
}

/** The agents act on a completion when they have all of it. */
function whole<T extends unknown[]>(
  begun: (...at: T) => void,
  ended: (...at: T) => void,
  ...at: T
): void {
  begun(...at);
  ended(...at);
}
