import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it, onTestFinished } from "vitest";
import { container } from "../../../src/code/executors/container.ts";
import { fenced, runMessage } from "../support.ts";

const LIMITS = { memoryBytes: 1e9, processes: 20, filesBytes: 1e7 };

/**
 * Stands in for docker and podman: no daemon runs where these tests do. It notes what it is asked, one argument a line,
 * and runs the program on this machine, in the directory that is mounted.
 */
const STAND_IN = `#!/bin/sh
printf '%s\\n' "$@" "" >> "$0.asked"
case $1 in
  run)
    while [ "$1" != an-image ]; do
      case $1 in --volume) directory=\${2%:/sandbox};; esac
      shift
    done
    test -n "$FAILS" && { echo "$FAILS" >&2; exit 125; }
    shift
    [ "$4 $5" = "sh /sandbox" ] || exit 99
    launch=$3
    shift 5
    exec sh -c "$launch" sh "$directory" "$@";;
esac
`;

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "bin-"));
  for (const name of ["docker", "podman"]) {
    writeFileSync(join(bin, name), STAND_IN);
    chmodSync(join(bin, name), 0o755);
  }
  set("PATH", `${bin}:${process.env["PATH"]}`);
});

function set(name: string, value: string): void {
  const before = process.env[name];
  process.env[name] = value;
  onTestFinished(() => {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  });
}

it.each(["docker", "podman"] as const)(
  "asks %s for a container that reaches nothing",
  async (command) => {
    const run = await runMessage(
      container(command, "an-image"),
      fenced("sh", "echo 1; echo 2 >&2; exit 3"),
      LIMITS,
    );
    expect(run).toMatchObject({ exitCode: 3, output: "1\n2\n" });
    const [, text = ""] =
      readFileSync(join(bin, `${command}.asked`), "utf8").match(/^([^]*?)\nan-image\n/) ?? [];
    const line = text.replaceAll("\n", " ");
    const self = process.getuid?.() === 0 ? String.raw`1[6-8]\d{8}` : String(process.getuid?.());
    const ofPodman = `--read-only-tmpfs=false ${process.getuid?.() === 0 ? "" : "--userns keep-id "}`;
    expect(line).toMatch(
      new RegExp(
        "^run --name swarm-eval-[-0-9a-f]{36} --stop-timeout 0 --pull never --network none --read-only --cap-drop ALL " +
          "--security-opt no-new-privileges --pids-limit 20 --memory 1000000000 --memory-swap 1000000000 " +
          `--ulimit fsize=10000000 --ulimit core=0 --user (${self}):\\1 ${command === "podman" ? ofPodman : ""}--volume \\S+:/sandbox --workdir /sandbox ` +
          "--env HOME=/sandbox --env LANG=C.UTF-8 --entrypoint $",
      ),
    );
  },
);

it("removes the container of a program that is stopped", async () => {
  const run = await runMessage(container("docker", "an-image"), fenced("sh", "sleep 20"), {
    timeMs: 500,
  });
  expect(run).toMatchObject({ exitCode: 124, blocks: [{ stopped: "time" }] });
  const all = readFileSync(join(bin, "docker.asked"), "utf8");
  const [, name] = /--name\n(\S+)/.exec(all) ?? [];
  expect(all.trim().endsWith(`rm\n--force\n${name}`)).toBe(true);
});

it("takes a killed program for one that had no memory left", async () => {
  const message = fenced("sh", "echo 1; kill -9 $$");
  const { blocks } = await runMessage(container("docker", "an-image"), message, LIMITS);
  expect(blocks).toMatchObject([
    {
      exit_code: 137,
      stopped: "memory",
      output: "1\nThe program was killed. Most likely it took more than 954 MiB of memory.\n",
    },
  ]);
});

it("throws what docker says of a container that does not start", async () => {
  set("FAILS", "Cannot connect to the Docker daemon");
  await expect(runMessage(container("docker", "an-image"), fenced("sh", "echo 1"))).rejects.toThrow(
    "docker could not start a container of an-image: Cannot connect to the Docker daemon. Its daemon must run, and the image be there",
  );
});
