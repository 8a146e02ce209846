import type { Command } from "commander";
import { addSharedFlags } from "../options/shared-flags.ts";
import { wholeNumber } from "../options/values.ts";

interface Flags {
  readonly concurrency: number;
  readonly lease: number;
}

/** Adds the command that plays what other machines have put into a queue. It answers with an exit code. */
export function addWorker(root: Command, run: Command, exit: (code: number) => void): void {
  const worker = root
    .command("worker")
    .description(
      "play the trials of runs with --queue, until interrupted; start it where they were",
    )
    .argument("<url>", "the Redis server of the queue: redis://host:6379")
    .option(
      "--lease <s>",
      "after how many seconds without a sign of life it counts as dead, and its trials go to others",
      wholeNumber(1),
      30,
    );
  addSharedFlags(worker, run);
  worker.action(async (url: string, flags: Flags) => {
    const { worker: act } = await import("./worker.ts");
    exit(await act({ url, ...flags }));
  });
}
