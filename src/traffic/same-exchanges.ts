import { isDeepStrictEqual } from "node:util";
import type { Reply, ReplyBody } from "./http.ts";
import type { TapeContent, TapeHeader } from "./tape.ts";

/**
 * Whether two tapes say the same: the same requests, answered alike. When they were answered, how long that took and
 * where the network cut a stream is another each time, and nothing that a review should be asked to look at.
 */
export function sameExchanges(a: TapeContent, b: TapeContent): boolean {
  return (
    isDeepStrictEqual(origin(a.header), origin(b.header)) &&
    isDeepStrictEqual(a.parts, b.parts) &&
    a.exchanges.length === b.exchanges.length &&
    a.exchanges.every(({ request, reply }, index) => {
      const other = b.exchanges[index];
      return (
        request === other?.request &&
        isDeepStrictEqual(withoutTimes(reply()), withoutTimes(other.reply()))
      );
    })
  );
}

/** What a tape is of, without when, on which port and by which version it was made. */
function origin({
  recorded_at: _date,
  hosts: _hosts,
  client: _client,
  ...rest
}: TapeHeader): object {
  return rest;
}

function withoutTimes({ ms: _ms, at: _at, body, ...rest }: Reply): object {
  return { ...rest, body: wholeBody(body) };
}

/** A recording with gaps is not the same as one without: somebody asked for them. */
function wholeBody(body: ReplyBody): object {
  if (body.kind !== "chunks") return body;
  return { kind: body.kind, text: Buffer.concat(body.chunks), timed: body.gaps !== undefined };
}
