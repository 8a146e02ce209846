import { existsSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { codeBlocks } from "../../src/code/code-blocks.ts";
import { openDirectory } from "../../src/code/directory.ts";
import { localExecutor } from "../../src/code/executors/local.ts";
import { replyOf, runBlocks } from "../../src/code/run-blocks.ts";
import { fenced, runMessage } from "./support.ts";

const executor = localExecutor;

it("runs each language, with output and errors in the order in which they were written", async () => {
  const { blocks } = await runMessage(
    executor,
    [
      fenced("python", "import sys", "print(1)", "print(2, file=sys.stderr)", "print(3)"),
      fenced("sh", "echo 1; echo 2 >&2; echo 3"),
      fenced("bash", "echo {1..3} >&2"),
      fenced("js", "import os from 'node:os'; console.log(1); console.error(2); console.log(3)"),
      fenced("ts", "const three: number = 3; console.log(three)"),
    ].join("\n"),
  );
  expect(blocks.map(({ language, exit_code, output }) => [language, exit_code, output])).toEqual([
    ["python", 0, "1\n2\n3\n"],
    ["sh", 0, "1\n2\n3\n"],
    ["bash", 0, "1 2 3\n"],
    ["javascript", 0, "1\n2\n3\n"],
    ["typescript", 0, "3\n"],
  ]);
});

it("stops at the first block that fails, and says so in the words of AutoGen", async () => {
  const run = await runMessage(
    executor,
    [fenced("sh", "echo one"), fenced("sh", "echo two; exit 3"), fenced("sh", "echo three")].join(
      "\n",
    ),
  );
  expect(replyOf(run)).toBe("exitcode: 3 (execution failed)\nCode output: one\ntwo\n");
  expect(run.blocks).toHaveLength(2);
  const fine = await runMessage(executor, fenced("sh", "echo one"));
  expect(replyOf(fine)).toBe("exitcode: 0 (execution succeeded)\nCode output: one\n");
});

it.each([
  [
    fenced("rust", "fn"),
    1,
    "unknown language rust. Known are python, sh, bash, javascript, typescript.",
  ],
  [fenced("", "fn"), 1, "unknown language: the block names none."],
  [
    fenced("python", "# filename: ../x.py"),
    1,
    'The file "../x.py" is not inside the working directory.',
  ],
  [fenced("python", "# filename: /x.py"), 1, 'The file "/x.py" is not inside'],
  [fenced("python", "# filename: a/../../x.py"), 1, 'The file "a/../../x.py" is not inside'],
  [fenced("html", "<!-- filename: a/x.html -->", "<p>"), 0, "a/x.html is written."],
  [fenced("python", "# filename: -c.py", "print(5)"), 0, "5\n"],
])("answers the agent, of %j", async (message, exitCode, output) => {
  const run = await runMessage(executor, message);
  expect(run).toMatchObject({ exitCode, output: expect.stringContaining(output) });
});

it("leaves files for later blocks, and returns all but hidden ones, without those of unnamed code", async () => {
  await using directory = await openDirectory({ "data/in.csv": "1,2\n" });
  const message = [
    fenced(
      "python",
      "# filename: tools/add.py",
      "def add(line): return sum(map(int, line.split(',')))",
    ),
    fenced(
      "python",
      "from tools.add import add",
      "open('sum', 'w').write(str(add(open('data/in.csv').read())))",
    ),
    fenced("sh", "touch .hidden; mkdir __pycache__; touch __pycache__/x"),
  ].join("\n");
  const { files, exitCode } = await runBlocks(codeBlocks(message), { executor, directory });
  expect(exitCode).toBe(0);
  expect(files.map(({ name, size }) => [name, size])).toEqual([
    ["data/in.csv", 4],
    ["sum", 1],
    ["tools/add.py", 77],
  ]);
  expect(Buffer.from(files[1]?.bytes ?? []).toString()).toBe("3");
  expect(files[1]?.sha256).toBe("4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce");
});

it("neither writes nor reads through links that a program left", async () => {
  const outside = mkdtempSync(join(tmpdir(), "outside-"));
  writeFileSync(join(outside, "secret"), "before");
  await using directory = await openDirectory();
  symlinkSync(join(outside, "secret"), join(directory.path, "link.sh"));
  symlinkSync(outside, join(directory.path, "folder"));
  const within = { executor, directory };
  const links = await runBlocks(codeBlocks(fenced("sh", "true")), within);
  expect(links.files).toEqual([]);
  const blocks = codeBlocks(fenced("sh", "# filename: link.sh", "echo ran"));
  expect(await runBlocks(blocks, within)).toMatchObject({ output: "ran\n" });
  expect(readFileSync(join(outside, "secret"), "utf8")).toBe("before");
  const below = codeBlocks(fenced("sh", "# filename: folder/new.sh"));
  expect(await runBlocks(below, within)).toMatchObject({ exitCode: 1 });
  expect(existsSync(join(outside, "new.sh"))).toBe(false);
});

it("returns the content of files as far as the limit allows", async () => {
  await using directory = await openDirectory({ a: "12345", b: "1234567890", c: "1" });
  const limits = { filesBytes: 12 };
  const { files } = await runBlocks(codeBlocks(fenced("sh", "true")), {
    executor,
    directory,
    limits,
  });
  expect(files.map(({ name, size, bytes }) => [name, size, bytes?.length])).toEqual([
    ["a", 5, 5],
    ["b", 10, undefined],
    ["c", 1, 1],
  ]);
});

it("keeps the beginning and the end of much output, and cuts no character", async () => {
  const message = fenced("python", "print('ä' * 100 + 'middle' * 100 + 'ö' * 100, end='')");
  const { output } = await runMessage(executor, message, { shownBytes: 21 });
  expect(output).toBe("äääää\n[978 bytes left out]\nööööö");
});

it("says to the agent what is not installed", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nowhere";
  try {
    const nothing = { ...process.env, PATH: mkdtempSync(join(tmpdir(), "bin-")) };
    symlinkSync("/bin/sh", join(nothing.PATH, "sh"));
    process.env["PATH"] = nothing.PATH;
    expect(await runMessage(executor, fenced("python", "1"))).toMatchObject({
      exitCode: 127,
      output: "python3 is not installed here, so this code cannot be run.\n",
    });
  } finally {
    process.env["PATH"] = path;
  }
});

it("refuses given files outside of the directory", async () => {
  await expect(openDirectory({ "../x": "" })).rejects.toThrow('The file "../x" is not inside');
});
