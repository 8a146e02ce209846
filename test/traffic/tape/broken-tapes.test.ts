import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { TapeError } from "../../../src/traffic/tape/tape.ts";
import { readTape } from "../../../src/traffic/tape/text.ts";
import { seeded, type Random } from "../../support/random.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const tapes = globSync("fixtures/{airline,basics}/*.jsonl", { cwd: root })
  .sort()
  .map((file) => readFileSync(root + file));

/** What editors, merges, disks and hands do to a file. */
const ACCIDENTS: Readonly<Record<string, (tape: Buffer, random: Random) => Buffer>> = {
  "a cut": (tape, { below }) => tape.subarray(0, below(tape.length)),
  "a cut at the front": (tape, { below }) => tape.subarray(1 + below(tape.length - 1)),
  "a flipped bit": (tape, { below }) => {
    const flipped = Buffer.from(tape);
    const index = below(tape.length);
    flipped[index] = (flipped[index] as number) ^ (1 << below(8));
    return flipped;
  },
  "a block of zeros": (tape, { below }) => {
    const index = below(tape.length);
    return Buffer.from(tape).fill(0, index, Math.min(index + 512, tape.length));
  },
  "lines changing places": byLine((lines, { below }) => {
    const [a, b] = [below(lines.length - 1), below(lines.length - 1)];
    return lines.with(a, lines[b] ?? "").with(b, lines[a] ?? "");
  }),
  "a line twice": byLine((lines, { below }) => {
    const index = below(lines.length - 1);
    return lines.toSpliced(index, 0, lines[index] ?? "");
  }),
  "a line less": byLine((lines, { below }) => lines.toSpliced(below(lines.length - 1), 1)),
  "a blank line": byLine((lines, { below }) => lines.toSpliced(below(lines.length), 0, "")),
  "a part of another tape": (tape, random) => {
    const other = random.pick(tapes);
    return Buffer.concat([
      tape.subarray(0, random.below(tape.length)),
      other.subarray(random.below(other.length)),
    ]);
  },
  "a carriage return": (tape, { below }) => {
    const index = below(tape.length);
    return Buffer.concat([tape.subarray(0, index), Buffer.from("\r"), tape.subarray(index)]);
  },
};

function byLine(
  change: (lines: string[], random: Random) => string[],
): (tape: Buffer, random: Random) => Buffer {
  return (tape, random) => Buffer.from(change(tape.toString().split("\n"), random).join("\n"));
}

/** All that a replay gets from a tape. */
function played(text: string): string {
  const { parts, exchanges, header } = readTape(text, "tape.jsonl");
  const replies = exchanges.map(({ request, reply }) => [request, reply()]);
  return JSON.stringify([header, parts, replies]);
}

it.each(Object.entries(ACCIDENTS))(
  "after %s plays what was recorded, or says where it is broken",
  (_, change) => {
    const random = seeded(7);
    const outcomes = new Set<string>();
    for (let round = 0; round < 300; round++) {
      const tape = random.pick(tapes);
      outcomes.add(outcomeOf(change(tape, random).toString(), tape.toString()));
    }
    outcomes.delete("played as recorded");
    expect([...outcomes]).toEqual(["refused with its place"]);
  },
);

function outcomeOf(broken: string, tape: string): string {
  try {
    return played(broken) === played(tape) ? "played as recorded" : "played differently";
  } catch (error) {
    if (!(error instanceof TapeError)) return `crashed: ${String(error)}`;
    const isPlaced = error.line !== undefined && error.line <= broken.split("\n").length;
    return isPlaced ? "refused with its place" : `misplaced: ${error.message}`;
  }
}
