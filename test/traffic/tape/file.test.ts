import { spawn } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Reply } from "../../../src/traffic/http/http.ts";
import { sweepUnfinished, TapeFile } from "../../../src/traffic/tape/file.ts";
import { tapePath, type TapeAddress } from "../../../src/traffic/tape/path.ts";
import type { TapeHeader } from "../../../src/traffic/tape/tape.ts";
import { chat, conversationOf, HEADER, reply } from "../../support/tapes.ts";

let directory = "";

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "swarm-eval-tapes-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
});

const ADDRESS: TapeAddress = HEADER;

/** A tape with one exchange. */
function tape(answer: Partial<Reply> = {}, header: Partial<TapeHeader> = {}): string {
  const { conversation, text } = conversationOf("update");
  const decision = conversation.decide(
    chat({ model: "m", messages: [{ role: "user", content: "Hi" }] }),
  );
  if (decision.type === "record")
    decision.record(() => ({ ...reply({ kind: "text", text: "Ho" }), ...answer }), true);
  return text(header);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

describe("the file of a trial's recording", () => {
  it.each<readonly [Partial<TapeAddress>, string]>([
    [{}, "shop/refund.1.jsonl"],
    [{ trial: 12, stream: true }, "shop/refund.12.stream.jsonl"],
    [{ model: "gpt-5.4" }, "shop/gpt-5.4/refund.1.jsonl"],
    [{ model: "openai/gpt-5.4:free" }, "shop/openai%2fgpt-5.4%3afree/refund.1.jsonl"],
    [{ case: "환불 요청" }, "shop/환불%20요청.1.jsonl"],
    [{ case: "../../etc/passwd" }, "shop/%2e.%2f..%2fetc%2fpasswd.1.jsonl"],
    [{ case: "a.b." }, "shop/a.b%2e.1.jsonl"],
    [{ suite: "..", case: "100%" }, "%2e%2e/100%25.1.jsonl"],
    [{ case: "long ".repeat(60) }, `shop/${"long%20".repeat(5)}long%-0c4b4b1b0d0a.1.jsonl`],
  ])("of %j", (address, file) => {
    const path = tapePath("fixtures", { ...ADDRESS, ...address });
    expect(path.replace(/-[0-9a-f]{12}\./, "-0c4b4b1b0d0a.")).toBe(join("fixtures", file));
  });

  it("is different for long ids with the same beginning", () => {
    const path = (id: string): string => tapePath("fixtures", { ...ADDRESS, case: id });
    expect(path("x".repeat(200))).not.toBe(path(`${"x".repeat(200)}y`));
    expect(path("x".repeat(200)).length).toBeLessThan(200);
  });
});

describe("reading", () => {
  it("gives what was written, and nothing if nothing was", () => {
    expect(new TapeFile(directory, ADDRESS).load()).toBeUndefined();
    new TapeFile(directory, ADDRESS).save(tape());
    expect(new TapeFile(directory, ADDRESS).load()?.header).toEqual(HEADER);
    new TapeFile(directory, ADDRESS).remove();
    new TapeFile(directory, ADDRESS).remove();
    expect(new TapeFile(directory, ADDRESS).load()).toBeUndefined();
  });

  it("refuses the recording of another case", () => {
    const file = tapePath(directory, ADDRESS);
    new TapeFile(directory, ADDRESS).save(tape({}, { case: "Refund" }));
    expect(() => new TapeFile(directory, ADDRESS).load()).toThrow(
      `${file}:1: it is the recording of case "Refund", but "refund" is being played. If the case was renamed: npx swarm-eval recordings rename Refund refund --fixtures ${directory}. If not, give the file its old name, or record the case again with --traffic update.`,
    );
  });

  it("says if a tape cannot be read", () => {
    const file = tapePath(directory, ADDRESS);
    mkdirSync(file, { recursive: true });
    expect(() => new TapeFile(directory, ADDRESS).load()).toThrow(
      `${file}: it cannot be read: EISDIR`,
    );
  });
});

describe("writing again", () => {
  const stream = (...chunks: string[]): Partial<Reply> => ({
    body: { kind: "chunks", chunks: chunks.map((chunk) => Buffer.from(chunk)) },
  });
  const timed = (...gaps: number[]): Partial<Reply> => ({
    body: { kind: "chunks", chunks: gaps.map(() => Buffer.from("x")), gaps },
  });

  it.each<readonly [string, string, string]>([
    ["nothing", tape(), tape()],
    ["how long it took, and when", tape({ ms: 10, at: 20 }), tape({ ms: 11, at: 22 })],
    [
      "the date, the port and the version",
      tape(),
      tape({}, { recorded_at: "2026-02-01", hosts: ["127.0.0.1:9"], client: "swarm-eval/9.9.9" }),
    ],
    ["where the network cut a stream", tape(stream("ab", "c")), tape(stream("a", "bc"))],
    ["the gaps of a stream", tape(timed(1, 2)), tape(timed(3, 4))],
  ])("leaves the file as it is if %s differs", (_, before, after) => {
    new TapeFile(directory, ADDRESS).save(before);
    const file = tapePath(directory, ADDRESS);
    const { ino, mtimeMs } = statSync(file);
    new TapeFile(directory, ADDRESS).save(after);
    expect(statSync(file)).toMatchObject({ ino, mtimeMs });
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it.each<readonly [string, string, string]>([
    ["the reply", tape(), tape({ body: { kind: "text", text: "Hey" } })],
    ["the status", tape(), tape({ status: 500 })],
    ["the bytes of a stream", tape(stream("ab", "c")), tape(stream("ab", "d"))],
    ["whether the gaps were kept", tape(stream("x", "x")), tape(timed(1, 2))],
    ["who answered", tape(), tape({}, { answered_by: "provider" })],
    ["how the trial ended", tape({}, { outcome: "errored" }), tape()],
    ["that it was no tape before", "something else", tape()],
  ])("writes the file if %s differs", (_, before, after) => {
    const file = tapePath(directory, ADDRESS);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, before);
    new TapeFile(directory, ADDRESS).save(after);
    expect(readFileSync(file, "utf8")).toBe(after);
  });
});

describe("a run that ends while it writes", () => {
  it("leaves the old file to its readers", () => {
    const before = tape();
    new TapeFile(directory, ADDRESS).save(before);
    const reading = openSync(tapePath(directory, ADDRESS), "r");
    new TapeFile(directory, ADDRESS).save(tape({ status: 500 }));
    expect(readFileSync(reading, "utf8")).toBe(before);
    closeSync(reading);
  });

  it("leaves nothing if the file cannot be written", () => {
    const file = tapePath(directory, ADDRESS);
    mkdirSync(join(file, "in the way"), { recursive: true });
    expect(() => new TapeFile(directory, ADDRESS).save(tape())).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(filesIn(directory)).toEqual([
      "shop",
      "shop/refund.1.jsonl",
      "shop/refund.1.jsonl/in the way",
    ]);
  });

  it("leaves whole tapes only, killed at whatever time", async () => {
    const source = new URL("../../../src/traffic/tape/file.ts", import.meta.url).href;
    const large = tape({ body: { kind: "text", text: "x".repeat(4_000_000) } });
    writeFileSync(join(directory, "tape"), large);
    const script = `
      import { readFileSync, rmSync } from "node:fs";
      import { TapeFile } from ${JSON.stringify(source)};
      const [directory, text] = [process.argv[1], readFileSync(process.argv[1] + "/tape", "utf8")];
      for (let trial = 1; ; trial++) {
        new TapeFile(directory, ${JSON.stringify(ADDRESS)}).save(text);
        process.stdout.write(".");
        new TapeFile(directory, ${JSON.stringify(ADDRESS)}).remove();
      }`;
    for (let kill = 0; kill < 5; kill++) {
      const child = spawn(process.execPath, [
        "--no-warnings",
        "--input-type=module",
        "-e",
        script,
        directory,
      ]);
      await new Promise((resolve) => child.stdout.once("data", resolve));
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("close", resolve));
      const left = new TapeFile(directory, ADDRESS).load();
      expect(left === undefined || left.exchanges.length === 1).toBe(true);
    }
    sweepUnfinished(directory);
    expect(
      filesIn(directory).filter((file) => !/^(?:tape|shop|shop\/refund\.1\.jsonl)$/.test(file)),
    ).toEqual([]);
  });

  it("has its leavings removed, but not what another run is writing", () => {
    const folder = dirname(tapePath(directory, ADDRESS));
    new TapeFile(directory, ADDRESS).save(tape());
    // No process has so high a number.
    writeFileSync(join(folder, ".refund.2.jsonl.4194999.unfinished"), "{");
    writeFileSync(join(folder, `.refund.3.jsonl.${process.ppid}.unfinished`), "{");
    sweepUnfinished(directory);
    expect(filesIn(folder)).toEqual([
      `.refund.3.jsonl.${process.ppid}.unfinished`,
      "refund.1.jsonl",
    ]);
    sweepUnfinished(join(directory, "nowhere"));
  });
});

describe("the other recordings of a case", () => {
  it("are those under any trial and model, streamed or not, the most similar first", () => {
    const save = (header: Partial<TapeHeader>): void =>
      new TapeFile(directory, { ...HEADER, ...header }).save(tape({}, header));
    save({ trial: 2 });
    save({ stream: true });
    save({ model: "gpt-5.4", trial: 3 });
    save({ case: "refunds" });
    save({ case: "refund.1" });
    save({ suite: "bank" });
    writeFileSync(join(directory, "shop", "refund.7.jsonl"), "no tape");
    const found = new TapeFile(directory, ADDRESS).others();
    expect(found).toEqual([
      {
        file: tapePath(directory, { ...HEADER, stream: true }),
        differences: ["stream"],
        trial: 1,
        model: null,
        stream: true,
      },
      {
        file: tapePath(directory, { ...HEADER, trial: 2 }),
        differences: ["trial"],
        trial: 2,
        model: null,
        stream: false,
      },
      {
        file: tapePath(directory, { ...HEADER, model: "gpt-5.4", trial: 3 }),
        differences: ["trial", "model"],
        trial: 3,
        model: "gpt-5.4",
        stream: false,
      },
    ]);
    expect(new TapeFile(join(directory, "nowhere"), ADDRESS).others()).toEqual([]);
  });

  it("are found although they were recorded since one looked", () => {
    new TapeFile(directory, { ...HEADER, trial: 2 }).save(tape({}, { trial: 2 }));
    expect(new TapeFile(directory, ADDRESS).others()).toHaveLength(1);
    new TapeFile(directory, { ...HEADER, trial: 3 }).save(tape({}, { trial: 3 }));
    expect(new TapeFile(directory, ADDRESS).others()).toHaveLength(2);
  });
});
