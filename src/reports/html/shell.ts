import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { printable, unicodeEscape } from "../../text/printable.ts";
import type { PackedPart } from "./packed.ts";

/** Where a page gets its parts: they stand in it, or the server that sent it has them. */
export type Source = "document" | "server";

/** The beginning of a page, up to where its parts begin. */
export function pageHead(title: string, source: Source = "document"): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(source)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escaped(title)}</title>
</head>
<body data-source="${source}">
<noscript>This report is read by a script that stands in it. Allow scripts for this file; it loads nothing and sends nothing. The terminal and CSV reports need none: swarm-eval report --reporter table,csv.</noscript>
<div id="app"><p>Unpacking … If this stays, the browser is too old: one of 2024 or later shows the report.</p></div>
`;
}

/** A part of a page that stands in it. */
export function partElement({ name, type, bytes }: PackedPart): string {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
  return `<script type="application/octet-stream" data-part="${escaped(name)}" data-type="${escaped(type)}">${base64}</script>\n`;
}

/** The end of a page: the viewer, which shows the parts before it. */
export function pageFoot(): string {
  return `<script>${viewer().script}</script>\n</body>\n</html>\n`;
}

/**
 * Lets in only the viewer, even if some text were read as a tag, and pictures and sounds that stand in the page: as
 * those, not even an SVG runs a script. The viewer brings its style along.
 */
function policy(source: Source): string {
  const [connect, media] =
    source === "server" ? [" connect-src 'self';", "'self' data:"] : ["", "data:"];
  return `default-src 'none'; script-src '${viewer().hash}';${connect} img-src ${media}; media-src ${media}; base-uri 'none'; form-action 'none'`;
}

interface Viewer {
  readonly script: string;
  readonly hash: string;
}

let read: Viewer | undefined;

/** The application that shows a page, as the package's build made it. */
function viewer(): Viewer {
  if (read === undefined) {
    const file = createRequire(import.meta.url).resolve("#viewer");
    const script = inlineScript(readFileSync(file, "utf8"));
    read = { script, hash: `sha256-${hash("sha256", script, "base64")}` };
  }
  return read;
}

/**
 * A script as it can stand in a page: what ends its element, or changes how it is read, would do so in a text of the
 * script as well. A page is plain text for whoever prints it, so that control characters are spelled out.
 */
export function inlineScript(source: string): string {
  return source.replace(/<(?=\/script|script|!--)/gi, "\\x3c").replace(UNSEEN, unicodeEscape);
}

const UNSEEN = /[[\p{Cc}\p{Bidi_Control}]--[\t\n\r]]/gv;

function escaped(text: string): string {
  return printable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
