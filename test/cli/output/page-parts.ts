import { gunzipSync } from "node:zlib";

/** The parts of a page that stand in it, by name. JSON is parsed, all else is bytes. */
export function partsIn(page: string): Map<string, unknown> {
  const elements = /<script [^>]*data-part="([^"]+)" data-type="([^"]+)">([^<]*)</g;
  return new Map(
    [...page.matchAll(elements)].map(([, name = "", type = "", base64 = ""]) => {
      const bytes = Buffer.from(base64, "base64");
      return [name, type === "application/gzip" ? unpacked(bytes) : bytes];
    }),
  );
}

/** The value of a packed part. */
export function unpacked(bytes: Uint8Array): unknown {
  return JSON.parse(gunzipSync(bytes).toString());
}
