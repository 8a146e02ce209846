import { expect, it } from "vitest";
import { openDirectory } from "../../src/code/directory.ts";
import type { Ran } from "../../src/code/executor.ts";
import { localExecutor } from "../../src/code/executors/local.ts";
import { LIMITS } from "../../src/code/limits.ts";
import {
  answered,
  asked,
  codeKey,
  ranOf,
  recordedExecutor,
  type CodeStore,
} from "../../src/code/recorded.ts";

const code = "echo $$; echo x > left; kill -9 $$";

it("runs nothing that is kept, and answers equally, files included, from what was written as JSON", async () => {
  await using first = await openDirectory({ "in.csv": "1" });
  const lines = new Map<string, string>();
  const beside = new Map<string, Uint8Array>();
  const store: CodeStore = {
    take(key) {
      const line = lines.get(key);
      return line === undefined
        ? undefined
        : ranOf(JSON.parse(line), (sha256) => beside.get(sha256));
    },
    put(key, _, ran) {
      const { line, bytes } = answered(ran);
      lines.set(key, JSON.stringify(line));
      for (const [sha256, content] of bytes) beside.set(sha256, content);
    },
  };
  const executor = recordedExecutor(localExecutor, store);
  const request = { language: "sh", code, limits: LIMITS };
  const ran = await executor.run({ ...request, directory: first });
  expect(ran).toMatchObject({
    exitCode: 137,
    files: [{ name: "in.csv" }, { name: "left", size: 2 }],
  });

  await using second = await openDirectory({ "in.csv": "1" });
  const again = await executor.run({ ...request, directory: second });
  expect(again).toEqual<Ran>(ran);
  await using other = await openDirectory({ "in.csv": "2" });
  expect((await executor.run({ ...request, directory: other })).output).not.toBe(ran.output);
});

it("puts hashes on the line that asks, and nothing of this machine", async () => {
  await using directory = await openDirectory({ "in.csv": "1" });
  const request = { language: "sh", filename: "a.sh", code: "", directory, limits: LIMITS };
  expect(asked(request)).toEqual({
    language: "sh",
    filename: "a.sh",
    code: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    given: { "in.csv": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b" },
  });
});

it("has one key for what asks for the same", async () => {
  await using empty = await openDirectory();
  await using given = await openDirectory({ "in.csv": "1" });
  const request = { language: "sh", code, directory: empty, limits: LIMITS };
  const keys = [
    request,
    { ...request, limits: { ...LIMITS, timeMs: 1 } },
    { ...request, code: "echo" },
    { ...request, language: "bash" },
    { ...request, filename: "a.sh" },
    { ...request, directory: given },
  ].map(codeKey);
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(5);
});
