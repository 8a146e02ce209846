import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { TapeFile } from "../../../src/traffic/tape/file.ts";
import { orphanedTapes } from "../../../src/traffic/tape/find-tapes.ts";
import { fileName, tapePath } from "../../../src/traffic/tape/path.ts";
import { chat, conversationOf, HEADER, recordingOf } from "../../support/tapes.ts";
import { writeTape } from "../../../src/traffic/tape/text.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "swarm-eval-names-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

const ONE_EXCHANGE = recordingOf(chat({ model: "m", messages: [{ role: "user", content: "Hi" }] }));

/** Writes a tape of this case by hand. */
function write(file: string, id: string): void {
  mkdirSync(dirname(join(directory, file)), { recursive: true });
  const header = { ...HEADER, case: id };
  writeFileSync(join(directory, file), writeTape({ ...ONE_EXCHANGE, header }));
}

function files(): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".jsonl"))
    .sort();
}

const [NFC, NFD] = ["café", "café"].map((id, index) =>
  id.normalize(index === 0 ? "NFC" : "NFD"),
) as [string, string];

it.each([
  ["CON", "%43ON"],
  ["nul", "%6eul"],
  ["com1", "%63om1"],
  ["lpt9.txt", "%6cpt9.txt"],
  ["con.1", "%63on.1"],
  ["COM¹", "%43OM¹"],
  ["Aux.", "Aux%2e"],
  ["console", "console"],
  ["com10", "com10"],
  ["nul-and-void", "nul-and-void"],
  ["con air", "con%20air"],
  ["a.con", "a.con"],
  ["a.", "a%2e"],
  ["a ", "a%20"],
  [NFD, NFC],
])("%j is filed as %s", (name, file) => {
  expect(fileName(name)).toBe(file);
});

it("keeps apart what percent signs could mix up", () => {
  expect(fileName("%43ON")).not.toBe(fileName("CON"));
});

const LONG = `${"é".repeat(100)}!`;

it.each([
  ["composed, played decomposed", `shop/${NFC}.1.jsonl`, NFC, NFD],
  ["decomposed, played composed", `shop/${NFC}.1.jsonl`, NFD, NFC],
  ["in a decomposed file", `shop/${NFD}.1.jsonl`, NFD, NFC],
  ["under a reserved name", "shop/nul.1.jsonl", "nul", "nul"],
])("plays a tape that was recorded %s", (_, file, recorded, played) => {
  write(file, recorded);
  const tape = new TapeFile(directory, { ...HEADER, case: played });
  expect(tape.load()?.exchanges).toHaveLength(1);
  expect(new TapeFile(directory, { ...HEADER, case: played, trial: 2 }).others()).toHaveLength(1);
  expect(orphanedTapes(directory, "shop", [played])).toEqual([]);
  expect(orphanedTapes(directory, "shop", ["other"])).toEqual([join(directory, file)]);
});

it("plays a tape whose suite has a decomposed folder", () => {
  write(`${NFD}/refund.1.jsonl`, "refund");
  expect(new TapeFile(directory, { ...HEADER, suite: NFC }).load()?.exchanges).toHaveLength(1);
});

it("files a long id by one name, however it is typed", () => {
  const path = (id: string): string => tapePath("fixtures", { ...HEADER, case: id });
  expect(path(LONG.normalize("NFD"))).toBe(path(LONG));
});

it("gives a tape its proper name when it is recorded again", () => {
  write("shop/nul.1.jsonl", "nul");
  const { conversation, text } = conversationOf("update");
  const decision = conversation.decide(chat({ model: "m", messages: [] }));
  if (decision.type === "record") decision.record(ONE_EXCHANGE.exchanges[0]?.reply, true);
  new TapeFile(directory, { ...HEADER, case: "nul" }).save(text({ case: "nul" }));
  expect(files()).toEqual(["shop/%6eul.1.jsonl"]);
});

it("takes nobody else's tape for one of a similar name", () => {
  write(`shop/${NFC}.1.jsonl`, "cafe");
  expect(() => new TapeFile(directory, { ...HEADER, case: NFD }).load()).toThrow(
    'it is the recording of case "cafe"',
  );
});
