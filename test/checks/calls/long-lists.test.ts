import { describe, expect, it } from "vitest";
import { excerpt } from "../../../src/checks/calls/excerpt.ts";
import { listCalls, listNames } from "../../../src/checks/calls/show.ts";
import { calls, held, played, says } from "../../support/played.ts";

const hundred = Array.from({ length: 100 }, (_, n) => n);
const made = played([says("Hello"), ...hundred.map((n) => calls("step", { n }))]);
const thousand = Array.from({ length: 1000 }, (_, n) => n);
const many = played([says("Hello"), ...thousand.map((n) => calls("step", { n }))]);
const listed = hundred.map((n) => ({ name: "step", arguments: { n } }));

describe("what is wrong in long lists of calls", () => {
  it("is shown with what stands around it", () => {
    const two = listed.with(50, { name: "step", arguments: { n: -1 } }).toSpliced(80, 1);
    expect(held({ tool_calls: two }, made)).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        … 48 as expected
          step({"n":48}) by Triage in turn 1
          step({"n":49}) by Triage in turn 1
        ! step({"n":50}) by Triage in turn 1: arguments.n: expected -1, got 50
          step({"n":51}) by Triage in turn 1
          step({"n":52}) by Triage in turn 1
        … 25 as expected
          step({"n":78}) by Triage in turn 1
          step({"n":79}) by Triage in turn 1
        + step({"n":80}) by Triage in turn 1 was not expected here
          step({"n":81}) by Triage in turn 1
          step({"n":82}) by Triage in turn 1
        … 17 as expected"
    `);
  });

  it("is one call if one is missing or one is too many", () => {
    expect(held({ tool_calls: listed.toSpliced(10, 1) }, made)).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        … 8 as expected
          step({"n":8}) by Triage in turn 1
          step({"n":9}) by Triage in turn 1
        + step({"n":10}) by Triage in turn 1 was not expected here
          step({"n":11}) by Triage in turn 1
          step({"n":12}) by Triage in turn 1
        … 87 as expected"
    `);
    expect(
      held({ tool_calls: listed.toSpliced(10, 0, { name: "step", arguments: { n: -1 } }) }, made),
    ).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        … 8 as expected
          step({"n":8}) by Triage in turn 1
          step({"n":9}) by Triage in turn 1
        - step({"n":-1}) is missing here
          step({"n":10}) by Triage in turn 1
          step({"n":11}) by Triage in turn 1
        … 88 as expected"
    `);
  });

  it("is counted if the lists have little in common", () => {
    const other = hundred.map((n) => ({ name: n % 2 ? "step" : "stop", arguments: { n: -n } }));
    expect(held({ tool_calls: other }, made)).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        - stop({"n":0}) is missing here
        ! step({"n":0}) by Triage in turn 1: arguments.n: expected -1, got 0
        - stop({"n":-2}) is missing here
        ! step({"n":1}) by Triage in turn 1: arguments.n: expected -3, got 1
        - stop({"n":-4}) is missing here
        ! step({"n":2}) by Triage in turn 1: arguments.n: expected -5, got 2
        - stop({"n":-6}) is missing here
        ! step({"n":3}) by Triage in turn 1: arguments.n: expected -7, got 3
        - stop({"n":-8}) is missing here
        ! step({"n":4}) by Triage in turn 1: arguments.n: expected -9, got 4
        - stop({"n":-10}) is missing here
        ! step({"n":5}) by Triage in turn 1: arguments.n: expected -11, got 5
        … and 138 more differences"
    `);
  });

  it("is searched at the beginning of hundreds of calls", () => {
    // One is missing at the beginning, and the last is another: nothing is as expected at either end.
    const shifted = thousand.slice(1).map((n) => ({ name: "step", arguments: { n } }));
    const patterns = shifted.with(998, { name: "stop", arguments: { n: 0 } });
    expect(held({ tool_calls: patterns }, many)).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        + step({"n":0}) by Triage in turn 1 was not expected here
          step({"n":1}) by Triage in turn 1
          step({"n":2}) by Triage in turn 1
        … 195 as expected
          step({"n":198}) by Triage in turn 1
          step({"n":199}) by Triage in turn 1
        … then 800 more calls were expected, and 800 more were made"
    `);
  });

  it("is found in the middle of hundreds of calls", () => {
    const patterns = thousand.map((n) => ({ name: "step", arguments: { n } })).toSpliced(500, 1);
    expect(held({ tool_calls: patterns }, many)).toMatchInlineSnapshot(`
      "failed: expected these calls and no others, in this order:
        … 498 as expected
          step({"n":498}) by Triage in turn 1
          step({"n":499}) by Triage in turn 1
        + step({"n":500}) by Triage in turn 1 was not expected here
          step({"n":501}) by Triage in turn 1
          step({"n":502}) by Triage in turn 1
        … 497 as expected"
    `);
  });

  it("is shown for the loose modes too", () => {
    const odd = listed
      .filter((_, n) => n % 2 === 1)
      .with(20, { name: "step", arguments: { n: -1 } });
    expect(held({ tool_calls: { mode: "any_order", calls: odd } }, made)).toMatchInlineSnapshot(`
      "failed: expected these calls in any order (others may be made too):
        … 18 as expected
          step({"n":37}) by Triage in turn 1
          step({"n":39}) by Triage in turn 1
        - step({"n":-1}) is missing; nearest is step({"n":0}) by Triage in turn 1: arguments.n: expected -1, got 0
          step({"n":43}) by Triage in turn 1
          step({"n":45}) by Triage in turn 1
        … 27 as expected
        calls made: step ×100"
    `);
    expect(held({ tool_calls: { mode: "in_order", calls: odd } }, made)).toMatchInlineSnapshot(`
      "failed: expected these calls in this order (others may come between):
        … 18 as expected
          step({"n":37}) by Triage in turn 1
          step({"n":39}) by Triage in turn 1
        - step({"n":-1}) is missing; nearest is step({"n":0}) by Triage in turn 1: arguments.n: expected -1, got 0
          step({"n":43}) by Triage in turn 1
          step({"n":45}) by Triage in turn 1
        … 27 as expected
        calls made: step ×100"
    `);
    expect(held({ tool_calls: { mode: "subset", calls: listed.toSpliced(30, 1) } }, made))
      .toMatchInlineSnapshot(`
        "failed: expected only calls in the list, each at most once, got:
          … 28 as expected
            step({"n":28}) by Triage in turn 1
            step({"n":29}) by Triage in turn 1
          + step({"n":30}) by Triage in turn 1 is one more than the list has
            step({"n":31}) by Triage in turn 1
            step({"n":32}) by Triage in turn 1
          … 67 as expected"
      `);
  });
});

describe("an excerpt", () => {
  const line = (wrong: boolean, n: number) => ({ text: () => `${wrong ? "!" : " "} ${n}`, wrong });
  const lines = (length: number, isWrong: (n: number) => boolean) =>
    Array.from({ length }, (_, n) => line(isWrong(n), n));

  it("is the whole of a short explanation", () => {
    expect(excerpt(lines(16, () => false))).toHaveLength(16);
    expect(excerpt(lines(17, () => false))).toEqual(["… 17 as expected"]);
    expect(excerpt([])).toEqual([]);
  });

  it("names a dozen of what is wrong, and counts the rest", () => {
    expect(excerpt(lines(12, () => true)).at(-1)).toBe("! 11");
    expect(excerpt(lines(13, () => true)).slice(-2)).toEqual(["! 11", "… and 1 more differences"]);
  });

  it("makes no text that it does not show", () => {
    const unseen = { text: () => expect.unreachable(), wrong: true };
    expect(excerpt([...lines(12, () => true), unseen, unseen])).toHaveLength(13);
  });
});

describe("calls in one line", () => {
  const made = (names: readonly string[]) =>
    names.map((name) => ({
      turn: 1,
      agent: "A",
      name,
      arguments: {},
      executed: true,
      result: "",
      error: undefined,
    }));
  const letters = [..."abcdefghijklm"];

  it("are counted if one follows itself, and a dozen are named", () => {
    expect(listNames(made(["a", "a", "b", "a"]))).toBe("a ×2, b, a");
    expect(listNames(made(letters.slice(0, 12)))).toBe("a, b, c, d, e, f, g, h, i, j, k, l");
    expect(listNames(made(letters))).toBe("a, b, c, d, e, f, g, h, i, j, k, l, …");
    expect(listCalls(made(["a", "b"]))).toBe("a() by A in turn 1, b() by A in turn 1");
    expect(listCalls(made(letters.slice(0, 12)))).toMatch(/l\(\) by A in turn 1$/);
    expect(listCalls(made(letters))).toMatch(/l\(\) by A in turn 1 and 1 more$/);
  });
});
