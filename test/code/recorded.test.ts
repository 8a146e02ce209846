import { expect, it } from "vitest";
import { openDirectory } from "../../src/code/directory.ts";
import { localExecutor } from "../../src/code/executors/local.ts";
import { LIMITS } from "../../src/code/limits.ts";
import { answered, asked, ranOf } from "../../src/code/recorded.ts";

it("answers equally, files included, from what was written as JSON", async () => {
  await using directory = await openDirectory({ "in.csv": "1" });
  const code = "echo $$; echo x > left; kill -9 $$";
  const ran = await localExecutor.run({ language: "sh", code, limits: LIMITS, directory });
  expect(ran).toMatchObject({
    exitCode: 137,
    files: [{ name: "in.csv" }, { name: "left", size: 2 }],
  });
  const { line, bytes } = answered(ran);
  const again = ranOf(JSON.parse(JSON.stringify(line)), (sha256) => bytes.get(sha256));
  // The time that it took differs from run to run, and is not kept.
  expect(again).toEqual({ ...ran, ms: 0 });
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
