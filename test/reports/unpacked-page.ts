import { gunzipSync } from "node:zlib";

const PART =
  /<script type="application\/octet-stream" data-part="([^"]*)" data-type="([^"]*)">([^<]*)<\/script>/g;

/** An HTML report with its data in plain text, without the viewer. */
export function unpackedPage(page: string): string {
  return page
    .replace(PART, (whole: string, name: string, type: string, base64: string) =>
      type === "application/gzip"
        ? `${name} ${gunzipSync(Buffer.from(base64, "base64")).toString()}`
        : whole,
    )
    .replace(/<script>[^]*<\/script>/, "");
}
