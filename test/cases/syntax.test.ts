import { describe, expect, it } from "vitest";
import { problemsIn } from "../support/case-file.ts";

describe("a line that is not JSON, or loses something as JSON", () => {
  it.each<[title: string, line: string, problem: string]>([
    [
      "a comma too many",
      '{"id":"a",}',
      "cases.jsonl:1:11: this is not JSON: a key in double quotes is expected here (is there a comma too many?).",
    ],
    [
      "a comma too many in a list",
      '{"tags":["a",]}',
      "cases.jsonl:1:14: this is not JSON: a value is expected here.",
    ],
    [
      "a comma after the case",
      '{"id":"a","user":"Hi","expect":{"tool_calls":[]}},',
      "cases.jsonl:1:50: this is not JSON: something follows its end. JSONL has no commas between its lines.",
    ],
    [
      "two cases",
      '{"id":"a"} {"id":"b"}',
      "cases.jsonl:1:12: this is not JSON: something follows its end. Each case has a line of its own.",
    ],
    [
      "a brace too many",
      '{"id":"a"}}',
      "cases.jsonl:1:11: this is not JSON: something follows its end.",
    ],
    [
      "a case that is not closed",
      '{"id":"a","turns":[{"user":"Hi"',
      "cases.jsonl:1:32: this is not JSON: a closing } is missing. Was the line broken in two? A case is one line.",
    ],
    [
      "a text that is not closed",
      '{"id":"a}',
      "cases.jsonl:1:7: this is not JSON: a string is not closed (is a quote missing?). Was the line broken in two? A case is one line.",
    ],
    [
      "single quotes",
      "{'id':'a'}",
      "cases.jsonl:1:2: this is not JSON: strings need double quotes, not single ones.",
    ],
    [
      "typographic quotes",
      '{“id”:"a"}',
      'cases.jsonl:1:2: this is not JSON: the quotes are typographic: JSON has only the straight ".',
    ],
    [
      "a key without quotes",
      '{id:"a"}',
      "cases.jsonl:1:2: this is not JSON: id is not a JSON value (strings and keys need double quotes).",
    ],
    [
      "a missing comma",
      '{"id":"a" "user":"Hi"}',
      "cases.jsonl:1:11: this is not JSON: a comma is expected here.",
    ],
    [
      "a missing colon",
      '{"id" "a"}',
      "cases.jsonl:1:7: this is not JSON: a colon is expected here.",
    ],
    ["a missing value", '{"id":}', "cases.jsonl:1:7: this is not JSON: a value is expected here."],
    ["a comment", '{"id":"a"} // c', "cases.jsonl:1:12: this is not JSON: JSON has no comments."],
    [
      "a word of JavaScript",
      '{"id":undefined}',
      "cases.jsonl:1:7: this is not JSON: undefined is not a JSON value (strings and keys need double quotes).",
    ],
    [
      "a word of Python",
      '{"stream":True}',
      "cases.jsonl:1:11: this is not JSON: True is not a JSON value (strings and keys need double quotes).",
    ],
    [
      "a number with a plus",
      '{"trials":+1}',
      "cases.jsonl:1:11: this is not JSON: +1 is not a JSON value (strings and keys need double quotes).",
    ],
    [
      "a number that breaks off",
      '{"trials":1.}',
      "cases.jsonl:1:13: this is not JSON: a number is not finished.",
    ],
    [
      "a tab in a text",
      '{"id":"a\tb"}',
      "cases.jsonl:1:9: this is not JSON: a string holds a raw control character (write \\n for a line break, \\t for a tab).",
    ],
    [
      "a backslash too many",
      '{"id":"C:\\dir"}',
      "cases.jsonl:1:11: this is not JSON: a backslash before a character that needs none (write \\\\ for a backslash).",
    ],
    [
      "a broken escape",
      '{"id":"\\u12"}',
      "cases.jsonl:1:12: this is not JSON: four hexadecimal digits must follow \\u.",
    ],
    [
      "a space that is none to JSON",
      '{"id":\u00a0"a"}',
      "cases.jsonl:1:7: this is not JSON: the character U+00A0 is outside a string.",
    ],
    [
      "the byte order mark of a file that was appended",
      '\n\uFEFF{"id":"a"}',
      "cases.jsonl:2:1: this is not JSON: the character U+FEFF is outside a string.",
    ],
    [
      "YAML",
      "id: a",
      "cases.jsonl:1:1: this is not JSON: id is not a JSON value (strings and keys need double quotes).",
    ],
    [
      "a list over several lines",
      "[",
      "cases.jsonl:1:2: this is not JSON: a closing ] is missing. A case file is JSONL: each line is a case, with no [ ] around them and no commas between.",
    ],
    [
      "Korean before the place",
      '{"id":"환불 ✈️" "user":"Hi"}',
      "cases.jsonl:1:15: this is not JSON: a comma is expected here.",
    ],
    [
      "a key that is given twice",
      '{"id":"a","user":"Hi","expect":{"tool_calls":[],"tool_calls":["x"]}}',
      "cases.jsonl:1:46: expect.tool_calls: the key is given twice, and only the last would count.",
    ],
    [
      "a matcher that is given twice",
      '{"id":"a","user":"Hi","expect":{"state":{"n":{"$gt":1,"\\u0024gt":2}}}}',
      "cases.jsonl:1:53: expect.state.n.$gt: the key is given twice, and only the last would count.",
    ],
    [
      "a number that is too large",
      '{"id":"a","user":"Hi","expect":{"max_cost":1e999}}',
      "cases.jsonl:1:44: expect.max_cost: 1e999 is too large for a number.",
    ],
    [
      "a number with too many digits",
      '{"id":"a","user":"Hi","expect":{"state":{"post":1234567890123456789}}}',
      "cases.jsonl:1:49: expect.state.post: 1234567890123456789 has more digits than a number holds: it would be read as 1234567890123456768, as would its neighbours. Write it as a string.",
    ],
    [
      "what is nested too deeply",
      `{"id":"a","context_variables":{"x":${"[".repeat(300)}`,
      "cases.jsonl:1:234: lists and objects are nested more than 200 deep.",
    ],
  ])("%s", async (_, line, problem) => {
    expect(await problemsIn(line)).toBe(problem);
  });
});
