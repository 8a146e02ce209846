import { isRecord } from "../json/is-record.ts";
import { parseIfJson } from "../json/parse-if-json.ts";
import { decodeUtf8 } from "./http.ts";
import type { Reply } from "./http.ts";

/**
 * What a recorded stream says, if it is plain: one JSON object an event, no error, whole. Undefined where it takes a real
 * decoder of server-sent events, which costs ten times as much.
 */
export function plainEvents({ status, headers, failure, body }: Reply): object[] | undefined {
  if (status !== 200 || failure !== undefined || body.kind !== "chunks") return undefined;
  if (!headers["content-type"]?.startsWith("text/event-stream")) return undefined;
  const text = decodeUtf8(Buffer.concat(body.chunks));
  if (text?.endsWith("\n\n") !== true) return undefined;
  const events: object[] = [];
  for (const event of text.slice(0, -2).split("\n\n")) {
    // What comes behind is nobody's.
    if (event === "data: [DONE]") return events;
    const value = /^data: \{.*\}$/.test(event)
      ? parseIfJson(event.slice("data: ".length))
      : undefined;
    if (!isRecord(value) || "error" in value) return undefined;
    events.push(value);
  }
  return events;
}
