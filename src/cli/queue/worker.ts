import { interruption } from "../process/events.ts";
import { EXIT } from "../process/exit-code.ts";
import { relayed } from "../process/relay.ts";
import { tell } from "../output/screen.ts";
import { plural } from "../../text/count.ts";
import { addressOf } from "../../queue/redis.ts";
import { work, type ToldOfBlocked, type WorkerOptions } from "../../queue/worker.ts";

/** Plays the trials that runs put into a queue, until it is interrupted. Returns the exit code. Throws UsageError. */
export function worker(options: WorkerOptions): Promise<number> {
  return relayed<ToldOfBlocked>(async ({ ended, onBlocked }) => {
    await work(options, {
      signal: interruption(),
      told: ended.splice(0),
      onBlocked: (toTell) =>
        onBlocked((trial) => ended.push(...[toTell(trial)].filter((one) => one !== undefined))),
      ready() {
        const atOnce = plural(options.concurrency, "trial");
        tell(`Waiting for trials at ${addressOf(options.url)}, ${atOnce} at once. Ctrl-C ends it.`);
      },
      tell,
    });
    return EXIT.passed;
  });
}
