import { UserError } from "../text/user-error.ts";
import type { CodeExecutor, CodeRequest, Limits } from "./executor.ts";
import { runIn } from "./run-in.ts";
import { sandboxUser } from "./sandbox-user.ts";

const SANDBOX = "/sandbox";

/** Where the Node of this process is, which knows TypeScript. */
const NODE = "/interpreters/node";

/** Linux counts threads as processes. Beyond `processes`, a program is stopped; here it only gets no further. */
const THREADS = 4;

/**
 * Runs programs by bubblewrap, on Linux: with no network, no processes but their own, the system's programs and
 * libraries to read, and `/sandbox`, their directory, to write.
 */
export const bubblewrap: CodeExecutor = {
  name: "bubblewrap",
  async run(request, signal) {
    const user = await sandboxUser(request.directory);
    const sandbox = {
      path: SANDBOX,
      user,
      isCounted: true,
      command: (program: readonly string[]) =>
        [
          "bwrap",
          ...walls(request, user),
          ...asUser(user),
          ...within(request.limits),
          ...program,
        ] as const,
      // What bubblewrap has in its own environment, programs could read in /proc.
      env: { PATH: process.env["PATH"] ?? "" },
      unusable,
    };
    return runIn(sandbox, request, signal);
  },
};

function walls({ directory }: CodeRequest, user: number | undefined): string[] {
  const readOnly = [
    "/usr",
    "/bin",
    "/lib",
    "/lib64",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/fonts",
  ];
  const capabilities = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"];
  return [
    ...(user === undefined
      ? ["--unshare-all"]
      : [
          "--unshare-ipc",
          "--unshare-pid",
          "--unshare-net",
          "--unshare-uts",
          "--unshare-cgroup-try",
        ]),
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...(user === undefined ? [] : capabilities.flatMap((each) => ["--cap-add", each])),
    ...readOnly.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--perms", "0755", "--dir", "/interpreters", "--ro-bind", process.execPath, NODE],
    ...["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"],
    ...["--bind", directory.path, SANDBOX, "--remount-ro", "/", "--clearenv"],
    ...["--setenv", "PATH", "/interpreters:/usr/local/bin:/usr/bin:/bin"],
    ...["--setenv", "HOME", SANDBOX, "--setenv", "LANG", "C.UTF-8"],
  ];
}

/** Gives up what root may do, for good, once the walls stand. */
function asUser(user: number | undefined): string[] {
  if (user === undefined) return [];
  const capabilities = ["--bounding-set=-all", "--inh-caps=-all"];
  return ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups", ...capabilities];
}

/** Limits for each process. `--data`, not `--as`: V8 reserves address space that it never fills. */
function within({ memoryBytes, processes, filesBytes }: Limits): string[] {
  const [data, fsize] = [memoryBytes, filesBytes].map(Math.ceil);
  return [
    "prlimit",
    `--data=${data}`,
    `--fsize=${fsize}`,
    `--nproc=${processes * THREADS}`,
    "--core=0",
  ];
}

function unusable(said: string, cause?: NodeJS.ErrnoException): UserError {
  if (cause?.code === "ENOENT")
    return new UserError(
      'bubblewrap is not installed, by which code is run: "bwrap" is not on the PATH. Install it (apt install ' +
        "bubblewrap, or your system's package of that name), or choose another executor by name.",
      { cause },
    );
  return new UserError(
    `bubblewrap could not make a sandbox: ${cause?.message ?? (said || "it said nothing")}. It needs user ` +
      "namespaces, or root with CAP_SYS_ADMIN, which containers often lack; and prlimit and setpriv, of util-linux.",
    { cause },
  );
}
