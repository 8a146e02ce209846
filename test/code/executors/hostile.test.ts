import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { openDirectory } from "../../../src/code/directory.ts";
import { bubblewrap } from "../../../src/code/executors/bubblewrap.ts";
import { localExecutor } from "../../../src/code/executors/local.ts";
import { LIMITS } from "../../../src/code/limits.ts";
import { fenced, runMessage, WITHOUT_BUBBLEWRAP } from "../support.ts";

const MIB = 2 ** 20;

/** Each takes ever more of something, of which it gets so much. The time is what they have if nothing else stops them. */
const LIMITED = {
  timeMs: 20_000,
  memoryBytes: 200 * MIB,
  processes: 30,
  filesBytes: 20 * MIB,
  files: 100,
};

/** What runs until it is ended, and is nobody else's. */
const lasting = `sleep 4142.${process.pid}`;

const WAITING = { timeout: 20_000, interval: 20 };

const takingAll = [
  [
    "time",
    fenced("sh", "echo before", "while :; do :; done"),
    "before\nThe program was stopped: it ran longer than 1.5 s.\n",
  ],
  ["output", fenced("sh", "yes 0123456789 | head -c 1000000000"), "it printed more than 16 MiB."],
  [
    "memory",
    fenced("python", "taken = []", "while True: taken.append(bytearray(1000000))"),
    "it took more than 200 MiB of memory.",
  ],
  [
    "memory",
    fenced("js", "const taken = []; for (;;) taken.push(Buffer.alloc(1e6, 1))"),
    "it took more than 200 MiB of memory.",
  ],
  [
    "memory",
    fenced(
      "python",
      "import os, time",
      "os.fork(); os.fork(); os.fork()",
      "taken = b'x' * 50000000",
      "time.sleep(20)",
    ),
    "it took more than 200 MiB of memory.",
  ],
  [
    "processes",
    fenced("bash", "for _ in {1..60}; do sleep 20 & done; wait"),
    "it had more than 30 processes.",
  ],
  [
    "files",
    fenced("python", "for name in range(10**9): open(str(name), 'w').close()"),
    "its directory has more than 100 files",
  ],
  [
    "files",
    fenced(
      "python",
      "for name in range(99):",
      "  open(str(name), 'wb').write(bytes(1000000))",
      "import time; time.sleep(20)",
    ),
    "or more than 20 MiB.",
  ],
] as const;

describe.each([localExecutor, bubblewrap])("$name", (executor) => {
  const without = executor === bubblewrap ? WITHOUT_BUBBLEWRAP : undefined;
  beforeAll(() => {
    if (without !== undefined) console.warn(`No code is run by bubblewrap. ${without}`);
  });
  beforeEach(({ skip }) => skip(without !== undefined, without));

  // Local programs are held to no more than what is seen of them: one of each kind shows it.
  const kinds = new Map(takingAll.map((each) => [each[0], each]));
  it.each(executor === bubblewrap ? takingAll : [...kinds.values()])(
    "stops what takes too much: %s, %j",
    async (stopped, message, words) => {
      const limits = stopped === "time" ? { ...LIMITED, timeMs: 1500 } : LIMITED;
      const { blocks } = await runMessage(executor, message, limits);
      expect(blocks).toMatchObject([{ stopped, exit_code: stopped === "time" ? 124 : 137 }]);
      expect(blocks[0]?.output).toContain(words);
    },
  );

  it("gives programs no variable of this process", async () => {
    process.env["OPENAI_API_KEY"] = "sk-not-for-programs";
    onTestFinished(() => void delete process.env["OPENAI_API_KEY"]);
    const { output } = await runMessage(
      executor,
      fenced("sh", "env | sed 's/=.*//' | sort | xargs"),
    );
    expect(output).toBe("HOME LANG PATH PWD\n");
  });

  it("ends what a program leaves running", async () => {
    const { output } = await runMessage(executor, fenced("sh", `${lasting} & echo done`));
    expect(output).toBe("done\n");
    expect(running(lasting)).toEqual([]);
  });

  it("ends the program when it is told to", async () => {
    await using directory = await openDirectory();
    const request = { language: "sh", code: lasting, directory, limits: LIMITS };
    const controller = new AbortController();
    const run = executor.run(request, controller.signal);
    while (running(lasting).length === 0) await new Promise(setImmediate);
    controller.abort(new Error("enough"));
    await expect(run).rejects.toThrow("enough");
    const another = new AbortController();
    const late = executor.run(request, another.signal);
    another.abort(new Error("too late"));
    await expect(late).rejects.toThrow("too late");
    expect(running(lasting)).toEqual([]);
  });
});

describe("bubblewrap alone", () => {
  beforeEach(({ skip }) => skip(WITHOUT_BUBBLEWRAP !== undefined, WITHOUT_BUBBLEWRAP));

  // By the local executor, one that starts as root is stopped as well, some seconds and hundreds of processes later.
  it("stops a fork bomb", async () => {
    const message = fenced("bash", "bomb() { bomb | bomb & }; bomb; sleep 20");
    const { blocks } = await runMessage(bubblewrap, message, LIMITED);
    expect(blocks).toMatchObject([{ stopped: "processes" }]);
  });

  it("lets programs write in their directory only", async () => {
    const places =
      "../x /x /tmp/x /etc/x /usr/x /dev/x /dev/shm/x /interpreters/x /proc/sys/kernel/hostname";
    const message = fenced(
      "sh",
      `for file in ${places} fine; do (echo x > $file) 2>&- && echo $file; done`,
    );
    const { output, files } = await runMessage(bubblewrap, message);
    expect(output).toBe("fine\n");
    expect(files.map(({ name }) => name)).toEqual(["fine"]);
  });

  it("shows programs no file but the system's, and nothing of other processes", async () => {
    process.env["OPENAI_API_KEY"] = "sk-not-for-programs";
    onTestFinished(() => void delete process.env["OPENAI_API_KEY"]);
    expect(existsSync("/etc/passwd")).toBe(true);
    const message = fenced(
      "sh",
      `for file in /root /home /tmp /var /etc/passwd /etc/shadow /sys ${process.cwd()}; do test -e $file && echo $file; done`,
      "cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep OPENAI",
      "cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep [v]itest",
      "pwd",
    );
    expect(
      (await runMessage(bubblewrap, message)).output
        .split("\n")
        .filter((line) => !line.startsWith("cat: ")),
    ).toEqual(["/sandbox", ""]);
  });

  it("gives programs no network, not even that of this machine", async () => {
    let connections = 0;
    const server = createServer(() => (connections += 1)).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    const connect = (address: string) =>
      fenced(
        "python",
        "import socket",
        `try: socket.create_connection(${address}, 5)`,
        "except OSError as error: print(error.strerror)",
      );
    const here = connect(`("127.0.0.1", ${port})`);
    const message = `${here}\n${connect('("192.0.2.1", 80)')}`;
    const { output } = await runMessage(bubblewrap, message);
    expect(output).toBe("Connection refused\nNetwork is unreachable\n");
    expect(connections).toBe(0);
    await runMessage(localExecutor, here);
    expect(connections).toBe(1);
  });

  it("ends programs with the process that started them, even if that is killed", async () => {
    const parent = spawn(process.execPath, ["--input-type=module", "--eval", RUNNING]);
    const [path] = (await once(parent.stdout, "data")) as [Buffer];
    onTestFinished(() => rmSync(path.toString().trim(), { recursive: true }));
    await vi.waitUntil(() => running(lasting).length > 0, WAITING);
    parent.kill("SIGKILL");
    await expect.poll(() => running(lasting), WAITING).toEqual([]);
  });

  it("lets programs kill nobody else, and gives them no rights", async () => {
    const message = fenced(
      "sh",
      "kill -9 $PPID; kill -9 1; kill -9 -1",
      `setsid ${lasting} &`,
      "test $(id -u) -ne 0 && grep CapEff /proc/self/status",
    );
    const { output, exitCode } = await runMessage(bubblewrap, message);
    expect(exitCode).toBe(0);
    expect(output).toContain("CapEff:\t0000000000000000");
    expect(running(lasting)).toEqual([]);
  });
});

/** Runs a program that never ends, and says when it has begun. */
const RUNNING = `
  const { bubblewrap } = await import("${new URL("../../../src/code/executors/bubblewrap.ts", import.meta.url)}");
  const { openDirectory } = await import("${new URL("../../../src/code/directory.ts", import.meta.url)}");
  const { LIMITS } = await import("${new URL("../../../src/code/limits.ts", import.meta.url)}");
  const directory = await openDirectory();
  console.log(directory.path);
  await bubblewrap.run({ language: "sh", code: "${lasting}", directory, limits: LIMITS });
`;

/** The processes of this machine with such a command line. */
function running(command: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return (
        readFileSync(`/proc/${pid}/cmdline`, "latin1").split("\0").join(" ").trim() === command
      );
    } catch {
      return false;
    }
  });
}
