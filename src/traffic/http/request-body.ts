import { parseIfJson } from "../../json/value.ts";
import { decodeUtf8 } from "./http.ts";
import type { RequestBody } from "./http.ts";

/** The body of a request in the form in which it is compared. A multipart boundary, which every request draws anew, is taken out. */
export function requestBody(
  content: string | Uint8Array | undefined,
  contentType: string,
): RequestBody {
  if (content === undefined || content.length === 0) return { kind: "none" };
  const boundary = /multipart\/.*boundary="?([^";]+)/i.exec(contentType)?.[1];
  const settled = boundary === undefined ? content : withoutBoundary(content, boundary);
  const text = typeof settled === "string" ? settled : decodeUtf8(settled);
  if (text === undefined)
    return { kind: "base64", base64: Buffer.from(settled as Uint8Array).toString("base64") };
  if (boundary !== undefined) return { kind: "text", text };
  const value = parseIfJson(text);
  return value === undefined ? { kind: "text", text } : { kind: "json", value };
}

/** The parts of a form may be of any bytes: Latin-1 has a character for each. */
function withoutBoundary(content: string | Uint8Array, boundary: string): string | Uint8Array {
  return typeof content === "string"
    ? content.replaceAll(boundary, "boundary")
    : Buffer.from(
        Buffer.from(content).toString("latin1").replaceAll(boundary, "boundary"),
        "latin1",
      );
}
