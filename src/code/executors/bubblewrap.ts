import { UserError } from "../../text/user-error.ts";
import type { CodeExecutor, CodeRequest } from "../executor.ts";
import type { Limits } from "../limits.ts";
import { runIn, SANDBOX } from "./run-in.ts";
import { sandboxUser } from "./sandbox-user.ts";

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

const UNSHARE_AS_ROOT =
  "--unshare-ipc --unshare-pid --unshare-net --unshare-uts --unshare-cgroup-try";

const TO_BE_ANOTHER = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"];

/** What may be read, where there is such a thing. */
const SYSTEM = "/usr /bin /lib /lib64 /etc/alternatives /etc/fonts /etc/ld.so.cache".split(" ");

function walls({ directory }: CodeRequest, user: number | undefined): string[] {
  return [
    // Root needs no user namespace, in which it could not become another user.
    ...(user === undefined ? "--unshare-all" : UNSHARE_AS_ROOT).split(" "),
    ..."--die-with-parent --new-session --cap-drop ALL".split(" "),
    ...(user === undefined ? [] : TO_BE_ANOTHER.flatMap((each) => ["--cap-add", each])),
    // What bubblewrap makes on its own on the way to a file is root's alone.
    ...["/etc", "/interpreters"].flatMap((path) => ["--perms", "0755", "--dir", path]),
    ...SYSTEM.flatMap((path) => ["--ro-bind-try", path, path]),
    "--ro-bind",
    process.execPath,
    NODE,
    ..."--proc /proc --dev /dev --remount-ro /dev".split(" "),
    "--bind",
    directory.path,
    SANDBOX,
    ..."--remount-ro / --clearenv --setenv LANG C.UTF-8".split(" "),
    ..."--setenv PATH /interpreters:/usr/local/bin:/usr/bin:/bin".split(" "),
    ...`--setenv HOME ${SANDBOX}`.split(" "),
  ];
}

/** Gives up what root may do, for good, once the walls stand. */
function asUser(user: number | undefined): string[] {
  if (user === undefined) return [];
  const as = `--reuid=${user} --regid=${user} --clear-groups`;
  return `setpriv ${as} --bounding-set=-all --inh-caps=-all`.split(" ");
}

/** V8 sets aside so much beyond what it fills. */
const SET_ASIDE = 2 ** 30;

/** What each process is held to, should it be quicker than the looks at what all take. */
function within({ memoryBytes, processes, filesBytes }: Limits): string[] {
  const data = Math.ceil(memoryBytes) + SET_ASIDE;
  const fsize = Math.ceil(filesBytes);
  const nproc = processes * THREADS;
  return `prlimit --data=${data} --fsize=${fsize} --nproc=${nproc} --core=0`.split(" ");
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
