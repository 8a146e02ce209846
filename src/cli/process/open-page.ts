import { spawn } from "node:child_process";
import { once } from "node:events";
import { platform } from "node:process";

/** The program that opens a file or an address in the user's browser, and what stands before that in its arguments. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ["open"],
  // A command line of cmd would read signs in an address as its own.
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/**
 * Opens a file or an address in the user's browser. Resolves to why it was not opened, as a sentence; undefined if the
 * system took it.
 */
export async function openPage(target: string): Promise<string | undefined> {
  const reason = withoutScreen(process.env);
  if (reason !== undefined) return `No browser was opened: ${reason}.`;
  const [program, ...args] = OPENERS[platform] ?? ["xdg-open"];
  // A browser that this starts outlives this process, and its Ctrl-C.
  const child = spawn(program, [...args, target], { stdio: "ignore", detached: true });
  try {
    await once(child, "spawn");
    child.unref();
    return undefined;
  } catch (error) {
    return `No browser was opened: ${(error as Error).message}.`;
  }
}

/** Why nobody could see a browser that this process opens. */
function withoutScreen(environment: NodeJS.ProcessEnv): string | undefined {
  const { CI, SSH_CONNECTION, SSH_TTY, DISPLAY, WAYLAND_DISPLAY } = environment;
  if (CI && CI !== "false") return "CI is set";
  if (SSH_CONNECTION || SSH_TTY) return "this is a session over SSH";
  const hasOwnScreen = platform in OPENERS;
  return hasOwnScreen || DISPLAY || WAYLAND_DISPLAY ? undefined : "there is no display";
}
