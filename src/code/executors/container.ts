import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { UserError } from "../../text/user-error.ts";
import type { CodeExecutor, CodeRequest, Ran } from "../executor.ts";
import { exceeded, type Limits } from "../limits.ts";
import { runIn, SANDBOX } from "./run-in.ts";
import { sandboxUser } from "./sandbox-user.ts";

/** Runs programs in containers of an image that is already on this machine, one container for each program. */
export function container(command: "docker" | "podman", image: string): CodeExecutor {
  return {
    name: command,
    async run(request, signal) {
      const user = await sandboxUser(request.directory);
      const name = `swarm-eval-${randomUUID()}`;
      const sandbox = {
        path: SANDBOX,
        user,
        isCounted: false,
        command: (program: readonly string[]) =>
          [
            command,
            "run",
            "--name",
            name,
            ...walls(command, request, user),
            image,
            ...program,
          ] as const,
        // It finds its daemon by them. No container sees them.
        env: process.env,
        end: async () => {
          await promisify(execFile)(command, ["rm", "--force", name]).catch(() => undefined);
        },
        unusable: (said: string, cause?: NodeJS.ErrnoException) =>
          unusable(command, image, said, cause),
      };
      return withReason(await runIn(sandbox, request, signal), request.limits);
    },
  };
}

const KILLED = 137;

/** The kernel kills what takes too much memory. Neither docker nor podman says so in every setting. */
function withReason(ran: Ran, limits: Limits): Ran {
  if (ran.exitCode !== KILLED || ran.stopped !== undefined) return ran;
  const why = `The program was killed. Most likely ${exceeded("memory", limits)}.\n`;
  return { ...ran, stopped: "memory", output: ran.output + why };
}

function walls(
  command: string,
  { directory, limits }: CodeRequest,
  user: number | undefined,
): string[] {
  const self = user ?? process.getuid?.() ?? 65534;
  const memory = Math.ceil(limits.memoryBytes);
  return [
    // It is removed as soon as it is told to, and asked for nothing before.
    ..."--stop-timeout 0 --pull never --network none --read-only".split(" "),
    ..."--cap-drop ALL --security-opt no-new-privileges".split(" "),
    ...`--pids-limit ${limits.processes} --memory ${memory} --memory-swap ${memory}`.split(" "),
    ...`--ulimit fsize=${Math.ceil(limits.filesBytes)} --ulimit core=0`.split(" "),
    ...`--user ${self}:${self}`.split(" "),
    ...(command === "podman" ? ["--read-only-tmpfs=false"] : []),
    // Without root, podman would otherwise make this user the container's root, and the directory root's.
    ...(command === "podman" && user === undefined ? ["--userns", "keep-id"] : []),
    "--volume",
    `${directory.path}:${SANDBOX}`,
    ...`--workdir ${SANDBOX} --env HOME=${SANDBOX} --env LANG=C.UTF-8`.split(" "),
    "--entrypoint",
    "",
  ];
}

function unusable(
  command: string,
  image: string,
  said: string,
  cause: NodeJS.ErrnoException | undefined,
): UserError {
  if (cause?.code === "ENOENT")
    return new UserError(
      `${command} is not installed, by which code is run: "${command}" is not on the PATH. Install docker or podman, ` +
        "or choose another executor by name.",
      { cause },
    );
  return new UserError(
    `${command} could not start a container of ${image}: ${cause?.message ?? (said || "it said nothing")}. Its daemon must run, and ` +
      `the image be there ("${command} pull ${image}") and have a shell.`,
    { cause },
  );
}
