import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { jsonl, newProject } from "../../support/project.ts";

const root = new URL("../../..", import.meta.url).pathname;

/** Cases whose results take some 8 kB each. */
function project() {
  const cases = Array.from({ length: 20 }, (_, index) => ({
    id: `case-${index}`,
    user: "Hi!",
    context_variables: { note: "x".repeat(8_000) },
    expect: { tool_calls: [] },
  }));
  const agents = 'import { Agent } from "swarm-eval";\nexport default new Agent();';
  return newProject({ "evals/shop.ts": agents, "evals/shop.jsonl": jsonl(...cases) });
}

it.skipIf(process.platform === "win32")(
  "leaves a whole result of what had finished where there is no room for more",
  async () => {
    const { directory, read } = project();
    const command = `ulimit -f 60; exec "${process.execPath}" "${root}bin/swarm-eval.js" run evals/shop.jsonl`;
    const child = spawn("bash", ["-c", command], {
      cwd: directory,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
    const [code] = (await once(child, "close")) as [number];
    expect(stderr).toBe(
      "The journal reports/shop.journal could not be written: EFBIG: file too large, write. Make room for it, or name another directory with --output.\n",
    );
    expect(code).toBe(2);
    expect(JSON.parse(read("reports/shop.json"))).toMatchObject({
      suite: "shop",
      stopped: "interrupted",
    });
  },
);

it.skipIf(!existsSync("/dev/full"))("says that its output could not be written", async () => {
  const { directory } = project();
  const child = spawn(
    process.execPath,
    [join(root, "bin/swarm-eval.js"), "validate", "evals/shop.jsonl"],
    { cwd: directory, stdio: ["ignore", openSync("/dev/full", "w"), "pipe"] },
  );
  let stderr = "";
  child.stderr?.on("data", (text: Buffer) => (stderr += text.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect(stderr).toBe("The output could not be written: ENOSPC: no space left on device, write\n");
  expect(code).toBe(2);
});

it("goes on to its end where whoever reads it stops", async () => {
  const { directory } = project();
  const child = spawn(
    process.execPath,
    [join(root, "bin/swarm-eval.js"), "run", "evals/shop.jsonl", "--json"],
    { cwd: directory, stdio: ["ignore", "pipe", "pipe"] },
  );
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: expect.stringMatching(/^To record all that missed: .*\n$/) as string,
  });
});
