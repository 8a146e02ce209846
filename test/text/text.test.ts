import { expect, it } from "vitest";
import { compactCount, plural, listed } from "../../src/text/count.ts";
import { cut, oneLine, printable } from "../../src/text/printable.ts";
import { exactPattern, shellLine, shellWords } from "../../src/text/shell.ts";

it("cuts between characters", () => {
  expect(cut("abcdef", 6)).toBe("abcdef");
  expect(cut("abcdef", 5)).toBe("abcde…");
  expect(cut("ab✈🛫", 4)).toBe("ab✈…");
});

it.each([
  [0, "0 cases"],
  [1, "1 case"],
  [12_400, "12,400 cases"],
  [1_234_567, "1,234,567 cases"],
])("counts %d with its noun, and its thousands apart", (count, text) => {
  expect(plural(count, "case")).toBe(text);
});

it.each([
  [0, "0"],
  [994, "990"],
  [999, "1 thousand"],
  [8_249, "8.2 thousand"],
  [71_300, "71 thousand"],
  [999_600, "1 million"],
  [1_280_000, "1.3 million"],
  [25e9, "25 billion"],
  [1.96e15, "2000 trillion"],
])("writes about %d", (count, text) => {
  expect(compactCount(count)).toBe(text);
});

it.each([
  [[], Infinity, ""],
  [["a"], Infinity, "a"],
  [["a", "b"], Infinity, "a and b"],
  [[1, 2, 5], 3, "1, 2 and 5"],
  [["a", "b", "c", "d"], 2, "a, b and 2 more"],
])("lists %j, of more than %d the first", (items, most, text) => {
  expect(listed(items, most)).toBe(text);
});

it("spells out what would steer a terminal", () => {
  expect(printable("a\u001B[2Jb\u202Ec\td\r\ne")).toBe("a\\u001b[2Jb\\u202ec\td\ne");
  expect(oneLine("two\n  lines\tand a half", 20)).toBe("two ⏎ lines and a ha…");
});

it.each(["a", "a.b", "what? (again)", "x|y", "$5", "[1]{2}", "^\\n$"])(
  "makes a pattern of %s that matches it alone",
  (text) => {
    const pattern = new RegExp(exactPattern([text, "other"]));
    expect([text, "other", `${text}s`, `a${text}`].map((one) => pattern.test(one))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  },
);

it("quotes words for a shell, which reads them as they were", () => {
  const words = ["swarm-eval", "run", "evals/a b.jsonl", "-t", "^it's$", ""];
  const line = shellLine(words.slice(0, -1));
  expect(line).toBe("swarm-eval run 'evals/a b.jsonl' -t '^it'\\''s$'");
  expect(shellWords(line)).toEqual(words.slice(0, -1));
});
