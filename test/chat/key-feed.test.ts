import { expect, it } from "vitest";
import { KeyFeed } from "../../src/chat/key-feed.ts";

const PASTE = "\u001B[200~";
const END = "\u001B[201~";

/** What readers get of keys that come in these pieces: `+` before what is inserted, `^C` for an interruption. */
function fed(pieces: readonly string[], readers: number): string[][] {
  const interruptions: string[] = [];
  const feed = new KeyFeed(() => interruptions.push("^C"));
  const [first = "", ...rest] = pieces;
  const read = Array.from({ length: readers }, (_, index) => {
    const keys: string[] = [];
    feed.open({ type: (typed) => keys.push(typed), insert: (text) => keys.push(`+${text}`) });
    if (index === 0) for (const piece of [first, ...rest]) feed.take(piece);
    feed.close();
    return keys;
  });
  return interruptions.length > 0 ? [...read, interruptions] : read;
}

it.each<[sentence: string, pieces: string[], keys: string[][]]>([
  ["passes keys on as they are typed", ["a", "\u001B[A", "b"], [["a", "\u001B[A", "b"]]],
  [
    "ends a line with Enter, and keeps what follows for the next",
    ["one\rtwo\rth"],
    [["one", "\r"], ["two", "\r"], ["th"]],
  ],
  ["takes CR LF for one Enter", ["one\r\ntwo"], [["one", "\r"], ["two"]]],
  ["takes LF for Enter", ["one\ntwo"], [["one", "\r"], ["two"]]],
  ["inserts a line break for Alt-Enter", ["one\u001B\rtwo\r"], [["one", "+⏎", "two", "\r"]]],
  [
    "inserts a paste as one line",
    [`x${PASTE}one\r\ntwo\nthree\r${END}\r`],
    [["x", "+one⏎two⏎three", "\r"]],
  ],
  [
    "puts a paste together that comes in pieces",
    ["\u001B[20", "0~on", `e\rtwo\u001B[2`, "01~!"],
    [["+one⏎two", "!"]],
  ],
  ["leaves out what is empty of a paste", [`${PASTE}\n\n${END}a`], [["a"]]],
  [
    "makes control characters of a paste harmless",
    [`${PASTE}a\u0003b\tc\u001B[A${END}`],
    [["+a b c [A"]],
  ],
  [
    "lets Ctrl-C reach the line that is typed, and end it",
    ["abc\u0003def"],
    [["abc", "\u0003"], ["def"]],
  ],
])("%s", (_, pieces, keys) => {
  expect(fed(pieces, keys.length)).toEqual(keys);
});

it("passes Escape on at once, though a paste begins with it", () => {
  expect(fed(["\u001B"], 1)).toEqual([["\u001B"]]);
});

it("interrupts by Ctrl-C where nobody reads, and forgets what was typed before it", () => {
  const heard: string[] = [];
  const feed = new KeyFeed(() => heard.push("interrupted"));
  feed.take("forgotten\r");
  feed.take("also this\u0003kept");
  feed.open({ type: (keys) => heard.push(keys), insert: (text) => heard.push(`+${text}`) });
  expect(heard).toEqual(["interrupted", "kept"]);
});

it("forgets the beginning of a paste that is interrupted", () => {
  const heard: string[] = [];
  const feed = new KeyFeed(() => heard.push("interrupted"));
  const reader = {
    type: (keys: string) => heard.push(keys),
    insert: (text: string) => heard.push(`+${text}`),
  };
  feed.open(reader);
  feed.take(`${PASTE}half`);
  feed.close();
  feed.take("\u0003");
  feed.open(reader);
  feed.take("typed");
  expect(heard).toEqual(["interrupted", "typed"]);
});
