import { Transform } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/** Stands for a line break in a line that is being edited. */
export const LINE_BREAK = "⏎";

/* oxlint-disable no-control-regex */

/** Bracketed paste: the terminal puts these marks around what is pasted. */
const PASTE = /\u001B\[200~(.*?)\u001B\[201~/gs;

/** A paste without its end, or the beginning of its mark. Ctrl-C gives it up. A single escape is the Escape key. */
const UNFINISHED_PASTE = /\u001B\[(?:2(?:0(?:0(?:~[^\u0003]*)?)?)?)?$/;

const ALT_ENTER = /\u001B(?:\r\n?|\n)/g;

/** Passes on the keys of a terminal. The line breaks of a paste, which must not send it, and Alt-Enter become LINE_BREAK. */
export function joinPastes(): Transform {
  const decoder = new StringDecoder("utf8");
  let held = "";
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const keys = (held + decoder.write(chunk))
        .replace(PASTE, (_, text: string) => asOneLine(text))
        .replace(ALT_ENTER, LINE_BREAK);
      held = UNFINISHED_PASTE.exec(keys)?.[0] ?? "";
      done(null, keys.slice(0, keys.length - held.length));
    },
  });
}

function asOneLine(text: string): string {
  return text
    .trimEnd()
    .replace(/\r\n?|\n/g, LINE_BREAK)
    .replace(/\p{Cc}/gu, " ");
}
