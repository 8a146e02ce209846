import { pathToFileURL } from "node:url";
import { absolute } from "../../text/from-start.ts";
import { UsageError } from "../errors.ts";
import { TimeLimit } from "../watchdog/time-limit.ts";
import { describeLoadError } from "./load-error.ts";

/** The endings of modules that Node loads as they are, in the order in which they are looked for. */
export const MODULE_ENDINGS = [".ts", ".mts", ".js", ".mjs"] as const;

/** The exports of a module. Throws UsageError if it cannot be loaded. */
export async function loadModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(absolute(file)).href)) as Record<string, unknown>;
  } catch (error) {
    throw new UsageError(`${file} could not be loaded: ${describeLoadError(error)}`, {
      cause: error,
    });
  }
}

/** Waits at most `ms`, and only while the promise can still settle. Throws what `errorOf` makes of the reason. */
export function withDeadline<T>(
  promise: Promise<T>,
  errorOf: (reason: string) => Error,
  ms = 120_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const onTime = (): void => reject(errorOf(`it did not finish within ${ms} ms`));
    // It must not keep the process from running out of things to do.
    const limit = new TimeLimit({ ms, name: "the agents module", onTime }).unref();
    const stuck = (): void => reject(errorOf("it awaits a promise that never settles"));
    process.once("beforeExit", stuck);
    promise
      .finally(() => {
        limit.clear();
        process.off("beforeExit", stuck);
      })
      .then(resolve, reject);
  });
}
