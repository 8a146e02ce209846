import { onTestFinished } from "vitest";
import type { Finished, Project } from "../../support/project.ts";

/** A proxy that a project's command line has started. */
export interface RunningProxy {
  /** To be used as OPENAI_BASE_URL. */
  readonly baseUrl: string;
  /** Interrupts it, as Ctrl+C does. */
  stop(): Promise<Finished>;
}

/** Starts `swarm-eval proxy` in front of an API. Throws if it ends at once. */
export async function startProxyOf(
  { start }: Project,
  upstream: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningProxy> {
  const { child, finished } = start(["proxy", "--upstream", upstream, ...args], environment);
  // A test that fails may not come to stop it.
  onTestFinished(() => void child.kill("SIGKILL"));
  const baseUrl = await Promise.race([
    new Promise<string>((resolve) => {
      let printed = "";
      child.stdout?.on("data", (piece: Buffer) => {
        const [, address] = /^OPENAI_BASE_URL=(.*)\n/.exec((printed += piece.toString())) ?? [];
        if (address !== undefined) resolve(address);
      });
    }),
    finished.then(({ stderr }) => Promise.reject(new Error(stderr))),
  ]);
  return {
    baseUrl,
    stop() {
      child.kill("SIGINT");
      return finished;
    },
  };
}
