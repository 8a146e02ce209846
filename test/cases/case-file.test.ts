import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { readCases } from "../../src/cases/reading/read-cases.ts";
import { surveyCases } from "../../src/runner/suite/select-cases.ts";
import { caseFile, casesIn, problemsIn } from "../support/case-file.ts";

function line(id: string, said = "Hi"): string {
  return JSON.stringify({ id, user: said, expect: { tool_calls: [] } });
}

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe("a file that is not text as case files are", () => {
  it.each([
    [
      "in UTF-16, little end first",
      Buffer.from(`\uFEFF${line("a")}\n`, "utf16le"),
      "1:1: this is not valid UTF-8. Save the file as UTF-8.",
    ],
    [
      "in UTF-16, big end first",
      Buffer.from(`\uFEFF${line("a")}\n`, "utf16le").swap16(),
      "1:1: this is not valid UTF-8. Save the file as UTF-8.",
    ],
    [
      "in UTF-16, without a mark",
      Buffer.from(`${line("a")}\n`, "utf16le"),
      "1:2: the file is binary or UTF-16: it holds a zero byte. A case file is JSONL in UTF-8, one case a line.",
    ],
    [
      "that is binary",
      bytes(`${line("a")}\n{"id":"b`, [0, 1, 2]),
      "2:9: the file is binary or UTF-16: it holds a zero byte. A case file is JSONL in UTF-8, one case a line.",
    ],
    [
      "that is compressed",
      Buffer.from([0x1f, 0x8b, 0x08, 0xff, 0x10]),
      "1:2: this is not valid UTF-8. Save the file as UTF-8.",
    ],
    [
      "in Latin-1",
      bytes(`${line("a")}\n{"id":"Z`, [0xfc], 'rich"}'),
      "2:9: this is not valid UTF-8. Save the file as UTF-8.",
    ],
    [
      "in Latin-1, after other characters",
      bytes(`{"id":"환불 ✈️ \uFFFD\uFFFD`, [0xfc]),
      "1:16: this is not valid UTF-8. Save the file as UTF-8.",
    ],
    [
      "that ends within a character",
      bytes(line("a"), "\n", [0xed, 0x99]),
      "2:1: this is not valid UTF-8. Save the file as UTF-8.",
    ],
  ])("%s", async (_, content, problem) => {
    expect(await problemsIn(content)).toBe(`cases.jsonl:${problem}`);
  });

  it("may hold the character that stands for what cannot be read", async () => {
    expect(await casesIn(line("\uFFFD"))).toMatchObject([{ id: "\uFFFD" }]);
  });

  it("may hold a carriage return within a line, which is a space to JSON", async () => {
    expect(await casesIn(line("a").replace(",", ",\r"))).toMatchObject([{ id: "a" }]);
  });

  it("is not read to its end if a line is too long", async () => {
    const endless = "/dev/zero";
    const reading = (async () => {
      for await (const _ of readCases(endless));
    })();
    await expect(reading).rejects.toThrow(
      "/dev/zero:1:1: the line is longer than 16 MB. A case file is JSONL: one case a line.",
    );
  });

  it("tells of what is wrong before the place where it cannot be read", async () => {
    expect(
      await problemsIn(`${"x".repeat(300_000)}\n${"y".repeat(300_000)}\n${line("c")}\0\n`),
    ).toMatch(
      /^cases\.jsonl:1:1: this is not JSON: x{40}….*\ncases\.jsonl:3:\d+: the file is binary.*$/s,
    );
  });
});

describe("the line ends of Windows and a byte order mark", () => {
  it.each([
    ["CRLF", `${line("a")}\r\n\r\n${line("b")}\r\n`],
    ["some of both", `${line("a")}\n\n${line("b")}\r\n`],
    ["no end of the last line", `${line("a")}\r\n\r\n${line("b")}`],
    ["CR after the last line", `${line("a")}\r\n\r\n${line("b")}\r`],
    ["a byte order mark", `\uFEFF${line("a")}\n\n${line("b")}\n`],
  ])("are no part of a case: %s", async (_, content) => {
    const placed = [];
    for await (const one of readCases(caseFile(content))) placed.push(one);
    const [a, b] = await casesIn(`${line("a")}\n${line("b")}`);
    expect(placed).toEqual([
      { case: a, line: 1 },
      { case: b, line: 3 },
    ]);
  });

  it("move no place of a problem", async () => {
    const broken = [line("a"), '{"id":"b","user":"Hi","expct":{}}', '{"id":', '"x\r\n"'].join("\n");
    const found = await problemsIn(broken);
    expect(found).toContain("cases.jsonl:2:23: unknown key");
    expect(await problemsIn(`\uFEFF${broken.replaceAll(/\r?\n/g, "\r\n")}`)).toBe(
      await problemsIn(broken.replaceAll("\r", "")),
    );
    expect(await problemsIn(`\uFEFF${line("a")}\r\n\xE9\0`)).toMatch(
      /^cases\.jsonl:2:2: the file is binary/,
    );
  });
});

describe("what is wrong in several lines", () => {
  it("is said in one go, in the order of the file", async () => {
    expect(
      await problemsIn(
        [
          line("a"),
          '{"id":"b","user":"Hi","expect":{"tool_calls":[],"outpt":{}},"tgs":[]}',
          "{]",
          "",
          line("a"),
          '{"user":"Hi","expect":{"tool_calls":[]},"id":"a"}',
          line("f"),
        ].join("\n"),
      ),
    ).toMatchInlineSnapshot(`
      "cases.jsonl:2:49: expect: unknown key "outpt". Did you mean "output"? Allowed: tool_calls, not_called, handoffs, speakers, ended, output, said, check, context_variables, state, max_model_calls, max_tokens, max_cost, max_latency_ms, tool_errors, agent, final_agent.
      cases.jsonl:2:61: unknown key "tgs". Did you mean "tags"? Allowed: id, user, expect, tags, agent, command, context_variables, world, messages, model_override, max_turns, execute_tools, stream, trials, now, seed, human, faults, skip, only.
      cases.jsonl:3:2: this is not JSON: a key in double quotes is expected here (is there a comma too many?).
      cases.jsonl:5:7: id: line 1 has the id "a" already. Recordings and reports are filed by id: give each case its own.
      cases.jsonl:6:46: id: line 1 has the id "a" already. Recordings and reports are filed by id: give each case its own."
    `);
  });

  it("is said of ids that are one file name", async () => {
    expect(await problemsIn([line("Zürich"), line("ZÜRICH"), line("Zu\u0308rich")].join("\n")))
      .toMatchInlineSnapshot(`
        "cases.jsonl:2:7: id: many file systems cannot tell "ZÜRICH" from "Zürich" on line 1, and recordings are files: let ids differ in more than case and the encoding of accents.
        cases.jsonl:3:7: id: many file systems cannot tell "Zürich" from "Zürich" on line 1, and recordings are files: let ids differ in more than case and the encoding of accents."
      `);
  });

  it("is counted after twenty problems", async () => {
    const wrong = Array.from({ length: 30 }, (_, index) => ({
      id: `${index}`,
      x: 1,
      y: 2,
      user: "Hi",
      expect: { tool_calls: [] },
    }));
    const said = (await problemsIn(wrong)).split("\n");
    expect(said).toHaveLength(21);
    expect(said[19]).toMatch(/^cases\.jsonl:10:\d+: unknown key "y"/);
    expect(said[20]).toBe("… and 40 more.");
    const endless = await problemsIn("x\n".repeat(100_000));
    expect(endless.split("\n").at(-1)).toBe("… and 980 more. The rest of the file was not read.");
    const twenty = await problemsIn(wrong.slice(0, 10));
    expect(twenty.split("\n")).toHaveLength(20);
    expect(twenty).not.toContain("more");
  });

  it("is said once of a case that goes over several lines", async () => {
    const pretty = JSON.stringify(
      { id: "a", turns: [{ user: "Hi" }, { user: "Bye" }], tags: ["x"] },
      null,
      2,
    );
    expect(await problemsIn(`${pretty}\n${line("b")}\n{\n}\n${line("b")}`)).toMatchInlineSnapshot(`
      "cases.jsonl:1:2: this is not JSON: a closing } is missing. Was the line broken in two? A case is one line.
      cases.jsonl:16:2: this is not JSON: a closing } is missing. Was the line broken in two? A case is one line.
      cases.jsonl:18:7: id: line 15 has the id "b" already. Recordings and reports are filed by id: give each case its own."
    `);
  });

  it("is said once of a list of cases", async () => {
    const list = JSON.stringify([{ id: "a", user: "Hi", expect: {} }], null, 2);
    expect(await problemsIn(list)).toMatchInlineSnapshot(
      `"cases.jsonl:1:2: this is not JSON: a closing ] is missing. A case file is JSONL: each line is a case, with no [ ] around them and no commas between."`,
    );
  });
});

describe("a case file that is not there", () => {
  const all = { pattern: undefined, tags: [], shard: undefined, allowOnly: true };

  it.each([
    ["missing", (file: string) => `${file}.old`, /^There is no case file .*cases\.jsonl\.old\.$/],
    [
      "a directory",
      (file: string) => dirname(file),
      /^.* is a directory\. Name case files, such as .*\/\*\.jsonl\.$/,
    ],
    ["empty", (file: string) => file, /cases\.jsonl holds no cases\.$/],
  ])("is %s", async (_, nameOf, message) => {
    await expect(surveyCases(nameOf(caseFile("")), all, 1)).rejects.toThrow(message);
  });

  it("holds nothing but blank lines", async () => {
    await expect(surveyCases(caseFile("\n \n\n"), all, 1)).rejects.toThrow("holds no cases");
  });
});
