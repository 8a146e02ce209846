import { ConnectionError } from "./http.ts";
import type { IncomingReply, Reply } from "./http.ts";
import { recordingReply } from "./record-body.ts";
import { send } from "./transport.ts";
import type { OutgoingRequest } from "./transport.ts";

/** The header by which a server says that it only plays a provider. Who answered is part of a recording. */
export const STAND_IN_HEADER = "x-stand-in";

/** Sends a request over the network, and hands the whole reply to `record` once it has ended, broken off, or failed before any status came. */
export async function sendRecorded(
  request: OutgoingRequest,
  record: (reply: Reply, host: string, standIn: boolean) => void,
  keepGaps: boolean,
): Promise<IncomingReply> {
  const { host } = new URL(request.url);
  const since = performance.now();
  const now = (): number => performance.now();
  try {
    const incoming = await send(request);
    const standIn = STAND_IN_HEADER in incoming.headers;
    return recordingReply(incoming, (reply) => record(reply, host, standIn), {
      since,
      now,
      keepGaps,
    });
  } catch (error) {
    if (error instanceof ConnectionError) {
      const ms = Math.round(now() - since);
      record(
        { status: 0, headers: {}, body: { kind: "text", text: "" }, failure: error.code, ms },
        host,
        false,
      );
    }
    throw error;
  }
}
