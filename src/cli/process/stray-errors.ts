import { isOurs, placeOf } from "../../runner/place-of.ts";
import { giveToTrial } from "../../runner/trial/stray-error.ts";

/**
 * From now on, what nobody catches ends the trial in which it arose. Where that is none, or over, it is said, and the
 * process goes on. `onBug` is told of what arose in this package alone. Returns how much was said.
 */
export function catchStrayErrors(onBug: (error: Error) => never): () => number {
  let said = 0;
  const take = (error: unknown): void => {
    if (giveToTrial(error)) return;
    if (error instanceof Error && isOurs(error)) onBug(error);
    said++;
    const place = error instanceof Error ? placeOf(error) : undefined;
    const where = place === undefined ? "" : ` (${place})`;
    process.stderr.write(`Unhandled error outside of any trial: ${String(error)}${where}\n`);
  };
  process.on("uncaughtException", take);
  process.on("unhandledRejection", take);
  return () => said;
}
