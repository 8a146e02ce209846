import { expect, it } from "vitest";
import { attempt } from "../../src/runner/errors.ts";
import { fileRemedy } from "../../src/text/file-remedy.ts";

it.each([
  ["EMFILE", "ulimit -n"],
  ["ENFILE", "This system has too many files open"],
  ["ENOSPC", "That disk is full"],
  ["EDQUOT", "Your quota"],
  ["EROFS", "can only be read"],
  ["EACCES", "You may not write there"],
])("says what helps where a file cannot be written: %s", (code, said) => {
  const error = Object.assign(new Error(`${code}: refused, write`), { code });
  const write = (): never =>
    attempt("a.csv could not be written", () => {
      throw error;
    });
  expect(write).toThrow(`a.csv could not be written: ${code}: refused, write. `);
  expect(write).toThrow(said);
  const elsewhere = fileRemedy(error, "name another directory with --output");
  expect(elsewhere?.includes(", or name another directory")).toBe(!code.endsWith("FILE"));
});
