import { expect, it } from "vitest";
import { sentencesOf, wordsOf } from "../../src/text/sentences.ts";

it.each([
  [
    "Hello! It is A7.\nIt broke, i.e. not today.",
    ["Hello! ", "It is A7.\n", "It broke, i.e. not today."],
  ],
  ["one line\n- two\n", ["one line\n", "- two\n"]],
  ["", []],
])("splits sentences: %j", (text, sentences) => {
  expect(sentencesOf(text)).toEqual(sentences);
});

it.each([
  ["  Please refund\n it. ", ["  Please ", "refund\n ", "it. "]],
  ["주문 A7", ["주문 ", "A7"]],
  [" ", []],
])("splits words: %j", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});
