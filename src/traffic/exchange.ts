import type { Conversation, Decision } from "./conversation.ts";
import { ConnectionError } from "./http.ts";
import type { IncomingReply } from "./http.ts";
import { failureOf, recordedReply } from "./recorded-reply.ts";
import { replayedReply } from "./replayed-reply.ts";

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
  const { realTime } = conversation;
  if (decision.type === "replay") return replayedReply(decision.reply, { realTime, signal });
  const now = (): number => conversation.now();
  const since = now();
  try {
    const incoming = await send();
    const options = { now, since, keepGaps: realTime, signal };
    const { passedOn, soFar } = recordedReply(incoming, options);
    decision.record(soFar, STAND_IN_HEADER in incoming.headers);
    return passedOn;
  } catch (error) {
    // What is wrong with the request itself was never sent.
    if (!(error instanceof ConnectionError) && signal?.aborted !== true) throw error;
    const end = now();
    const reply = {
      status: 0,
      headers: {},
      body: { kind: "text", text: "" },
      failure: failureOf(error, signal),
      ms: Math.round(end - since),
      at: Math.round(end),
    } as const;
    decision.record(() => reply, false);
    throw error;
  }
}
