import { describe, expect, it } from "vitest";
import { lossFaults } from "../../src/json/loss.ts";
import { TooDeepError } from "../../src/json/depth.ts";
import { LossError, parseStrictly } from "../../src/json/parse-strictly.ts";

describe("JSON that loses nothing", () => {
  it.each([
    '{"a":1,"b":{"a":1},"c":[{"a":1},{"a":2}]}',
    String.raw`{"a:b":"c:{[}]:","d\"e:":"\\","f":"\\\":"}`,
    String.raw`{"a":"b\"","c:":"\\\"","d:":"\\\\"}`,
    '{"__proto__":1,"constructor":2}',
    `[${"[],{},".repeat(300)}0]`,
    '{"":"","a":""}',
    `[${"[".repeat(198)}1${"]".repeat(198)}]`,
    "[9007199254740991,-9007199254740991,1e21,1e308,0.1,-0,9007199254740992,1.5e300]",
    '"환불: ✈️"',
    " 7 ",
  ])("is parsed as it is: %s", (text) => {
    expect(parseStrictly(text)).toEqual(JSON.parse(text));
    expect(lossFaults(text)).toEqual([]);
  });
});

describe("JSON that loses something", () => {
  it.each([
    ["a key that is given twice", '{"a":1,"b":[{"c":1,"c":2}]}', ["b", 0, "c"]],
    ["a key that is given twice in two spellings", String.raw`{"a":1,"\u0061":1}`, ["a"]],
    ["a key with a colon that is given twice", '{"a:":1,"a:":1}', ["a:"]],
    ["__proto__ that is given twice", '{"__proto__":1,"__proto__":1}', ["__proto__"]],
    ["a whole number with too many digits", '{"id":9007199254740993}', ["id"]],
    ["a negative one", "[1,-12345678901234567891]", [1]],
    ["a number that is too large", '{"a":{"b":-1e400}}', ["a", "b"]],
  ])("is refused: %s", (_, text, path) => {
    expect(() => parseStrictly(text)).toThrow(LossError);
    expect(lossFaults(text)).toMatchObject([{ path }]);
  });

  it("has one fault for a key that is given three times", () => {
    expect(lossFaults('{"a":1,"a":2,"a":3}')).toHaveLength(1);
  });
});

describe("JSON that is nested too deeply", () => {
  it.each([201, 100_000])("is refused before it is parsed: %d deep", (depth) => {
    const text = '{"a":'.repeat(depth);
    expect(() => parseStrictly(text)).toThrow(TooDeepError);
    expect(() => parseStrictly(text)).toThrow(expect.objectContaining({ offset: 1000 }));
  });

  it("counts no brackets in strings", () => {
    expect(parseStrictly(`"${"[".repeat(1000)}"`)).toHaveLength(1000);
  });
});

it("leaves what is not JSON to JSON.parse", () => {
  for (const text of ["", "{", '"a', '{"a"', "]", '"\\'])
    expect(() => parseStrictly(text)).toThrow(SyntaxError);
});
