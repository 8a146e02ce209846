import { expect, it } from "vitest";
import { BaselineError } from "../../../src/gate/baseline/baseline.ts";
import { readBaseline, writeBaseline } from "../../../src/gate/baseline/text.ts";
import { baselineOf, kept } from "../made.ts";

const baseline = baselineOf(kept("greeting", 1, 1), kept("refund", 2, 3));
const text = writeBaseline(baseline);

it("is written a line for each case", () => {
  expect(text).toMatchInlineSnapshot(`
    "{
    "version": 1,
    "suite": "shop",
    "blessed_at": "2026-01-31",
    "model_override": null,
    "agents": {
      "Triage": ["a1"]
    },
    "cases": [
      {"id":"greeting","passed":1,"trials":1,"fingerprint":"text of greeting","models":{"Triage":"gpt-5.4"},"passing":{"trial":1,"path":[{"turn":1,"agent":"Triage","reply":"Hello."}]}},
      {"id":"refund","passed":2,"trials":3,"failed_trials":[3],"fingerprint":"text of refund","models":{"Triage":"gpt-5.4"},"passing":{"trial":1,"path":[{"turn":1,"agent":"Triage","reply":"Hello."}]}}
    ],
    "checksum": "d85fc960deb7f252"
    }
    "
  `);
});

it("is read as it was written, whatever a formatter or another system's line ends made of it", () => {
  expect(readBaseline(text, "b.json")).toEqual(baseline);
  const content: unknown = JSON.parse(text);
  expect(readBaseline(JSON.stringify(content, null, 4), "b.json")).toEqual(baseline);
  expect(readBaseline(text.replaceAll("\n", "\r\n"), "b.json")).toEqual(baseline);
  expect(readBaseline(writeBaseline(baselineOf()), "b.json")).toEqual(baselineOf());
});

it.each([
  ["a file that is cut short", text.slice(0, 200), "it is cut short. Restore it"],
  ["an empty file", "\n", "it is empty. Write it again with --bless."],
  ["a syntax error", text.replace('"suite":', '"suite"'), "it is not valid JSON ("],
  ["a merge that stopped", text.replace("  {", "<<<<<<< HEAD\n  {"), "merge conflict markers"],
  ["an edit", text.replace('"passed":2', '"passed":3'), "is not as --bless wrote it"],
  ["a missing checksum", text.replace(/,\n"checksum": "\w+"/, ""), "is not as --bless wrote it"],
  [
    "another version",
    text.replace('"version": 1', '"version": 2'),
    "is a baseline of version 2, and this version of swarm-eval reads 1.",
  ],
  [
    "the result of a run",
    '{"version":1,"suite":"shop","summary":{},"cases":[]}',
    "b.json is not a baseline. It is the result of a run. --bless writes one, to",
  ],
  ["some other JSON", "[1]", "b.json is not a baseline. --bless writes one"],
])("refuses %s", (_, broken, message) => {
  expect(() => readBaseline(broken, "b.json")).toThrow(message);
  expect(() => readBaseline(broken, "b.json")).toThrow(BaselineError);
});
