import { expect, it, onTestFinished } from "vitest";
import { surroundings } from "../../../src/cli/output/stdout.ts";

it.each([
  ["a log", undefined, 160],
  ["a terminal that does not know its size", 0, 160],
  ["a terminal", 72, 72],
])("gives a line on %s its columns", (_, columns, expected) => {
  const before = process.stdout.columns;
  onTestFinished(() => {
    process.stdout.columns = before;
  });
  process.stdout.columns = columns as number;
  expect(surroundings().columns).toBe(expected);
});
