import { describe, expect, it } from "vitest";
import { meant } from "../../src/cases/rules/meant.ts";
import { nearest } from "../../src/text/nearest.ts";

const KNOWN = ["id", "user", "tags", "expect", "agent", "final_agent", "tool_calls", "max_turns"];

describe("a mistyped name", () => {
  it.each([
    ["a letter too few", "expct", "expect"],
    ["a letter too many", "expeect", "expect"],
    ["another letter", "expext", "expect"],
    ["two letters swapped", "uesr", "user"],
    ["two letters swapped in the middle", "tool_clals", "tool_calls"],
    ["two slips", "epxcet", "expect"],
    ["other capitals", "Expect", "expect"],
    ["camelCase", "toolCalls", "tool_calls"],
    ["dashes", "final-agent", "final_agent"],
    ["a singular", "tool_call", "tool_calls"],
    ["the nearer of two", "agents", "agent"],
    ["one slip in a short name", "tag", "tags"],
    ["a short name that is too far", "x", undefined],
    ["two slips in a short name", "uxxr", undefined],
    ["a swap and another letter, in a short name", "esux", undefined],
    ["letters that stand far apart", "reus", undefined],
    ["something else", "colour", undefined],
    ["nothing", "", undefined],
  ])("with %s", (_, typed, near) => {
    expect(nearest(typed, KNOWN)).toBe(near);
  });

  it("is the first of two that are as near", () => {
    expect(nearest("bat", ["cat", "hat"])).toBe("cat");
    expect(nearest("bat", ["hat", "cat"])).toBe("hat");
  });
});

describe("a name of other tools", () => {
  it.each([
    ["prompt", "user"],
    ["Expected", "expect"],
    ["startAgent", "agent"],
    ["trajectory", "tool_calls"],
    ["constructor", undefined],
  ])("%s", (typed, here) => {
    expect(meant(typed, KNOWN)).toBe(here);
  });

  it("is only what is known in its place", () => {
    expect(meant("args", KNOWN)).toBeUndefined();
    expect(meant("args", ["name", "arguments"])).toBe("arguments");
    expect(meant("$ge", ["$gt", "$gte"])).toBe("$gte");
  });
});
