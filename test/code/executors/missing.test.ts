import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bubblewrap } from "../../../src/code/executors/bubblewrap.ts";
import { container } from "../../../src/code/executors/container.ts";
import { UserError } from "../../../src/text/user-error.ts";
import { fenced, runMessage } from "../support.ts";

const path = process.env["PATH"];
const bin = mkdtempSync(join(tmpdir(), "bin-"));
beforeAll(() => void (process.env["PATH"] = bin));
afterAll(() => void (process.env["PATH"] = path));

it.each([
  [bubblewrap, "Install it (apt install bubblewrap, or"],
  [
    container("docker", "an-image"),
    'docker is not installed, by which code is run: "docker" is not on the PATH. Install docker or podman',
  ],
  [container("podman", "an-image"), "podman is not installed"],
])("throws what to install, and runs nothing, where there is no $name", async (executor, words) => {
  const run = runMessage(executor, fenced("sh", "echo 1"));
  await expect(run).rejects.toThrow(UserError);
  await expect(run).rejects.toThrow(words);
});

it("throws what bubblewrap says where it may not make a sandbox", async () => {
  const refusing = join(bin, "bwrap");
  writeFileSync(
    refusing,
    "#!/bin/sh\necho bwrap: No permissions to create new namespace >&2\nexit 1\n",
  );
  chmodSync(refusing, 0o755);
  await expect(runMessage(bubblewrap, fenced("sh", "echo 1"))).rejects.toThrow(
    "bubblewrap could not make a sandbox: bwrap: No permissions to create new namespace. It needs user namespaces",
  );
});
