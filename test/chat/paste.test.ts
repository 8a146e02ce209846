import { expect, it } from "vitest";
import { joinPastes } from "../../src/chat/paste.ts";

const PASTE = "\u001B[200~";
const END = "\u001B[201~";

/** What is passed on of keys that come in these pieces, after each piece. */
async function passedOn(pieces: readonly (string | Buffer)[]): Promise<string[]> {
  const keys = joinPastes();
  const passed: string[] = [];
  for (const piece of pieces) {
    await new Promise<void>((resolve) => keys.write(piece, () => resolve()));
    passed.push(String(keys.read() ?? ""));
  }
  return passed;
}

it.each<[sentence: string, pieces: (string | Buffer)[], keys: string[]]>([
  [
    "passes keys on as they are typed",
    ["a", "\u001B[A", "b\r\n", "\u0003"],
    ["a", "\u001B[A", "b\r\n", "\u0003"],
  ],
  ["passes Escape on at once, though a paste begins with it", ["\u001B"], ["\u001B"]],
  [
    "puts characters together that come in pieces",
    [Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)],
    ["", "é"],
  ],
  ["makes Alt-Enter a line break", ["one\u001B\rtwo\u001B\r\n\r"], ["one⏎two⏎\r"]],
  ["makes one line of a paste", [`x${PASTE}one\r\ntwo\nthree\r${END}\r`], ["xone⏎two⏎three\r"]],
  ["makes one line of each paste", [`${PASTE}a\n1${END}\r${PASTE}b\n2${END}`], ["a⏎1\rb⏎2"]],
  [
    "puts a paste together that comes in pieces",
    ["\u001B[20", "0~on", `e\rtwo\u001B[2`, "01~!"],
    ["", "", "", "one⏎two!"],
  ],
  ["leaves out what is empty of a paste", [`${PASTE}\n\n${END}a`], ["a"]],
  [
    "makes control characters of a paste harmless",
    [`${PASTE}a\u0003b\tc\u001B[A${END}`],
    ["a b c [A"],
  ],
  [
    "lets Ctrl-C out of a paste that has no end",
    [`${PASTE}half`, "\u0003", "typed"],
    ["", `${PASTE}half\u0003`, "typed"],
  ],
])("%s", async (_, pieces, keys) => {
  expect(await passedOn(pieces)).toEqual(keys);
});
