import { describe, expect, it } from "vitest";
import { calls, held, played, says } from "../../support/played.ts";

/** Whether one argument of a call fits; undefined leaves it out of the call. */
function fits(expected: unknown, actual: unknown): boolean {
  return reason(expected, actual).startsWith("passed");
}

function reason(expected: unknown, actual: unknown): string {
  const tool_calls = [{ name: "book", arguments: { it: expected } }];
  return held({ tool_calls }, played([says("Hello"), calls("book", { it: actual })]));
}

describe("a matcher", () => {
  it.each([
    ["$any", { $any: true }, [0, "", null, [], {}, false], [undefined]],
    ["$regex", { $regex: "b+" }, ["abba", "b"], ["a", "B", 5, null, ["b"], undefined]],
    ["$regex with anchors", { $regex: "^b$" }, ["b"], ["abba"]],
    ["$flags", { $regex: "b", $flags: "i" }, ["ABBA"], ["a"]],
    [
      "$one_of",
      { $one_of: ["a", 1, null, { b: [2] }] },
      ["a", 1, null, { b: [2] }],
      ["b", "1", undefined, { b: [2], c: 3 }],
    ],
    ["$one_of with matchers", { $one_of: [{ $gt: 5 }, { $regex: "^x" }] }, [6, "xyz"], [5, "yx"]],
    [
      "$contains of a text",
      { $contains: "efun" },
      ["refund", "efun", ["efun"]],
      ["Refund".toUpperCase(), 5, null, undefined, ["refund"]],
    ],
    [
      "$contains of a list",
      { $contains: { id: 1 } },
      [[{ id: 2 }, { id: 1 }]],
      [[], [{ id: 1, more: 2 }], { id: 1 }, "id"],
    ],
    ["$contains of a number", { $contains: 5 }, [[4, 5]], [5, "5", ["5"]]],
    ["$contains with a matcher", { $contains: { $gte: 5 } }, [[1, 5], [9]], [[1], "5", 5]],
    [
      "$contains of a part of an element",
      { $contains: { $partial: { id: 1 } } },
      [[{ id: 1, more: 2 }]],
      [[{ more: 1 }]],
    ],
    ["$gt", { $gt: 5 }, [5.1, 1e300], [5, -6, "6", null, [6], undefined]],
    ["$gte", { $gte: 5 }, [5], [4.9, "5"]],
    ["$lt", { $lt: 5 }, [4.9, -1e300], [5, "4", null]],
    ["$lte", { $lte: 5 }, [5], [5.1, "5", false]],
    ["two in one", { $gte: 5, $lt: 7 }, [5, 6.9], [4.9, 7]],
    [
      "three in one",
      { $regex: "^a", $contains: "b", $one_of: ["ab", "ac"] },
      ["ab"],
      ["ac", "abb"],
    ],
    [
      "$partial",
      { $partial: { a: 1 } },
      [{ a: 1 }, { a: 1, b: 2 }],
      [{ b: 2 }, {}, [], null, "a", undefined],
    ],
    [
      "$partial, deep",
      { $partial: { a: { b: 1 } } },
      [{ a: { b: 1, c: 2 } }],
      [{ a: { c: 2 } }, { a: 1 }],
    ],
    [
      "$partial of a list",
      { $partial: [{ a: 1 }, 2] },
      [[{ a: 1, b: 1 }, 2]],
      [[{ a: 1 }], [2, { a: 1 }], [{ a: 1 }, 2, 3], { 0: { a: 1 }, 1: 2 }],
    ],
    [
      "$one_of in $partial",
      { $partial: { a: { $one_of: [{ b: 1 }, 2] } } },
      [{ a: { b: 1, c: 2 } }, { a: 2, x: 1 }],
      [{ a: { c: 2 } }],
    ],
    [
      "$contains in $partial",
      { $partial: { a: { $contains: { b: 1 } } } },
      [{ a: [{ b: 1, c: 2 }] }],
      [{ a: [{ c: 2 }] }],
    ],
    [
      "$unordered",
      { $unordered: ["a", "b", "a"] },
      [
        ["a", "b", "a"],
        ["b", "a", "a"],
      ],
      [["a", "b"], ["a", "b", "b"], ["a", "b", "a", "a"], "aba", undefined],
    ],
    [
      "$unordered with matchers, paired one to one",
      { $unordered: [{ $gt: 0 }, { $gt: 5 }, { id: 1 }] },
      [
        [{ id: 1 }, 9, 1],
        [9, 9, { id: 1 }],
      ],
      [
        [1, 2, { id: 1 }],
        [9, 1, { id: 1, more: 2 }],
      ],
    ],
    ["$not of a value", { $not: "A8" }, ["A7", 8, null, ["A8"]], ["A8", undefined]],
    ["$not of a matcher", { $not: { $regex: "^A" } }, ["B", 5, {}], ["A8", undefined]],
    ["$not of $not", { $not: { $not: [1] } }, [[1]], [[1, 2], undefined]],
    ["$not beside another", { $gt: 0, $not: 5 }, [4], [5, 0]],
    ["$size", { $size: 2 }, ["ab", "é✈", "👩👩", [1, 2], { a: 1, b: 2 }], ["a", [], {}, 2, null]],
    ["$size with a matcher", { $size: { $gte: 1, $lt: 3 } }, ["a", [0, 0]], ["", [1, 2, 3], 2]],
    [
      "matchers deep in lists and objects",
      [{ a: [{ $any: true }, { b: { $lt: 0 } }] }],
      [[{ a: [null, { b: -1 }] }]],
      [[{ a: [null, { b: 1 }] }]],
    ],
  ])("%s", (_, expected, fitting, others) => {
    for (const actual of fitting)
      expect({ actual, fits: fits(expected, actual) }).toEqual({ actual, fits: true });
    for (const actual of others)
      expect({ actual, fits: fits(expected, actual) }).toEqual({ actual, fits: false });
  });
});

describe("a value without matchers", () => {
  const deep = (bottom: unknown): unknown =>
    Array.from({ length: 80 }).reduce((inner) => ({ inner: [inner] }), bottom);
  const own = (key: string, value: unknown): unknown =>
    JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`);

  it.each([
    [
      "is equal whatever the order of its keys",
      { a: 1, b: { c: 2, d: 3 } },
      { b: { d: 3, c: 2 }, a: 1 },
      true,
    ],
    ["is not equal in another order of a list", [1, 2], [2, 1], false],
    ["is not equal to a longer list", [1], [1, 2], false],
    ["is not equal with a key more", {}, { a: null }, false],
    ["is not equal with a key less", { a: null }, {}, false],
    ["tells a number from its text", 5, "5", false],
    ["tells null from nothing", null, undefined, false],
    ["tells false from 0", false, 0, false],
    ["tells an empty list from an empty object", [], {}, false],
    ["tells a list from an object with its indices", { 0: "a" }, ["a"], false],
    ["takes 0 and -0 for the same", 0, -0, true],
    ["takes 1.0 and 1 for the same", JSON.parse("1.0"), 1, true],
    ["tells composed from decomposed letters", "é", "é".normalize("NFD"), false],
    ["compares Korean and emoji", "환불 ✈️ 👩‍✈️", "환불 ✈️ 👩‍✈️", true],
    ["is compared to the bottom", deep(1), deep(1), true],
    ["is compared to the bottom, and differs there", deep(1), deep(2), false],
    ["knows __proto__ as a key like any other", own("__proto__", 1), own("__proto__", 1), true],
    ["misses __proto__ if it is not a key", own("__proto__", {}), {}, false],
    ["misses what only a prototype has", own("toString", { $any: true }), {}, false],
    ["misses a constructor that is not a key", own("constructor", { $any: true }), {}, false],
    [
      "finds hasOwnProperty if it is a key",
      own("hasOwnProperty", 1),
      own("hasOwnProperty", 1),
      true,
    ],
  ])("%s", (_, expected, actual, holds) => {
    expect(fits(expected, actual)).toBe(holds);
  });
});

describe("why a value is not as expected", () => {
  it.each([
    [{ $any: true }, undefined, "arguments.it: expected any value, got nothing"],
    [
      { $regex: "^b", $flags: "i" },
      "abba",
      'arguments.it: expected a string that matches /^b/i, got "abba"',
    ],
    [{ $one_of: ["a", { $gt: 5 }] }, "b", 'arguments.it: expected one of ["a",{"$gt":5}], got "b"'],
    [
      { $contains: "fun" },
      "ref",
      'arguments.it: expected something that contains "fun", got "ref"',
    ],
    [
      { $contains: { id: 1 } },
      [{ id: 2 }],
      'arguments.it: expected something that contains {"id":1}, got [{"id":2}]',
    ],
    [
      { $contains: ["10", "20"] },
      ["20", "10"],
      'arguments.it: expected an element that is the list ["10","20"] (for a list of these in any order, write $unordered), got ["20","10"]',
    ],
    [
      { $unordered: ["a", "b", "c"] },
      ["c", "d"],
      'arguments.it: expected 3 elements in any order ["a","b","c"], got 2 ["c","d"], without "a", "b" and with "d" over',
    ],
    [
      { $unordered: [{ id: 1, seats: { $gte: 2 } }, { id: 2 }] },
      [{ id: 2 }, { id: 1, seats: 1 }],
      "arguments.it[1].seats: expected a number >= 2, got 1",
    ],
    [
      { $unordered: ["a"] },
      "a",
      'arguments.it: expected a list of these in any order ["a"], got "a"',
    ],
    [{ $not: { $gt: 5 } }, 6, 'arguments.it: expected something else than {"$gt":5}, got 6'],
    [{ $not: 5 }, undefined, "arguments.it: expected something else than 5, got nothing"],
    [{ $size: { $gt: 2 } }, [1], 'arguments.it: expected a size of {"$gt":2}, got 1: [1]'],
    [{ $gt: 5 }, 5, "arguments.it: expected a number > 5, got 5"],
    [{ $gte: 5 }, "9", 'arguments.it: expected a number >= 5, got "9"'],
    [{ $lt: 5 }, 5, "arguments.it: expected a number < 5, got 5"],
    [{ $lte: 5 }, 6, "arguments.it: expected a number <= 5, got 6"],
    [{ $partial: { a: { b: 1 } } }, { a: { b: 2, c: 3 } }, "arguments.it.a.b: expected 1, got 2"],
    [[1, { "a key": 2 }], [1, { "a key": 3 }], 'arguments.it[1]["a key"]: expected 2, got 3'],
    [[1, 2], [1], "arguments.it: expected 2 elements [1,2], got 1 [1]"],
    [{ a: 1 }, [1], 'arguments.it: expected {"a":1}, got [1]'],
    ["환불", "환율", 'arguments.it: expected "환불", got "환율"'],
  ])("is said of %j and %j", (expected, actual, why) => {
    expect(reason(expected, actual)).toBe(
      `failed: expected these calls and no others, in this order:\n  ! book(${
        actual === undefined ? "" : JSON.stringify({ it: actual })
      }) by Triage in turn 1: ${why}`,
    );
  });

  it("names every matcher that does not hold", () => {
    expect(reason({ $gte: 5, $one_of: [7] }, 4)).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        ! book({"it":4}) by Triage in turn 1:
            arguments.it: expected a number >= 5, got 4
            arguments.it: expected one of [7], got 4"
    `);
  });

  it("shows the beginning of long values, and long texts from where they differ", () => {
    const list = Array.from({ length: 200 }, (_, index) => index);
    expect(reason({ $contains: 999 }, list)).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        ! book({"it":[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63,64,65,66,67…) by Triage in turn 1: arguments.it: expected something that contains 999, got [0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63,64,65,66,67,68,69…"
    `);
    const text = "✈️".repeat(60);
    expect(reason(`${text} Seoul`, `${text} Busan`)).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        ! book({"it":"✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️✈️ Busan"}) by Triage in turn 1: arguments.it: expected "…️✈️✈️✈️✈️✈️✈️✈️✈️✈️ Seoul", got "…️✈️✈️✈️✈️✈️✈️✈️✈️✈️ Busan""
    `);
  });

  it("counts differences that are too many to name", () => {
    const many = (value: number) =>
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`key${index}`, value]));
    expect(reason(many(1), many(2))).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        ! book({"it":{"key0":2,"key1":2,"key2":2,"key3":2,"key4":2,"key5":2,"key6":2,"key7":2,"key8":2,"key9":2,"key10":2,"key11":2,"key12":2,"key13":2,"key14":2,"key15":2,"key16":2,"key17":2,"key18":2,"key19":2,"ke…) by Triage in turn 1:
            arguments.it.key0: expected 1, got 2
            arguments.it.key1: expected 1, got 2
            arguments.it.key2: expected 1, got 2
            arguments.it.key3: expected 1, got 2
            arguments.it.key4: expected 1, got 2
            arguments.it.key5: expected 1, got 2
            arguments.it.key6: expected 1, got 2
            arguments.it.key7: expected 1, got 2
            arguments.it.key8: expected 1, got 2
            arguments.it.key9: expected 1, got 2
            arguments.it.key10: expected 1, got 2
            arguments.it.key11: expected 1, got 2
            … and 28 more differences"
    `);
  });

  it("does not choke on what is nested deeper than can be shown", () => {
    const deep = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`) as unknown;
    // How deep JSON.stringify reaches depends on the version of Node: what it cannot show is shortened to `[…]`.
    expect(reason([1], deep)).toMatch(
      /^failed: .*\n {2}! book\(\{("it":\[+)?…\}?\) by Triage in turn 1: arguments\.it\[0\]: expected 1, got \[+…\]?$/,
    );
  });
});
