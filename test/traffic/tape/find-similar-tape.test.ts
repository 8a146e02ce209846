import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { TapeFile } from "../../../src/traffic/tape/file.ts";
import { beginningOf, writeTape } from "../../../src/traffic/tape/text.ts";
import { chat, HEADER, recordingOf } from "../../support/tapes.ts";

const ADDRESS = { suite: "shop", case: "refund", trial: 1, model: null, stream: false };

function says(content: string) {
  return chat({ model: "m", messages: [{ role: "user", content }], tools: [{ name: "refund" }] });
}

it("finds the recording of another case that begins with the same request", () => {
  const fixtures = mkdtempSync(join(tmpdir(), "swarm-eval-fixtures-"));
  onTestFinished(() => rmSync(fixtures, { recursive: true }));
  const { parts, exchanges } = recordingOf(says("Hi"), says("Bye"));
  const beginning = beginningOf(exchanges[0]?.request ?? "", parts);
  expect(new TapeFile(fixtures, ADDRESS).similar(beginning)).toBeUndefined();

  for (const id of ["pay back", "later"]) {
    const content =
      id === "later"
        ? recordingOf(says("Bye"), says("Hi"))
        : { version: 2 as const, parts, exchanges };
    const text = writeTape({ ...content, header: { ...HEADER, case: id } });
    new TapeFile(fixtures, { ...ADDRESS, case: id }).save(text);
  }
  writeFileSync(join(fixtures, "shop", "broken.1.jsonl"), "{");
  expect(new TapeFile(fixtures, ADDRESS).similar(beginning)).toEqual({
    case: "pay back",
    file: join(fixtures, "shop", "pay%20back.1.jsonl"),
  });
  for (const other of [{ trial: 2 }, { stream: true }, { model: "gpt-5.4" }, { suite: "desk" }])
    expect(new TapeFile(fixtures, { ...ADDRESS, ...other }).similar(beginning)).toBeUndefined();
});
