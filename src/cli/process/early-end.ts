import { writeSync } from "node:fs";
import { placeOf } from "../../runner/place-of.ts";
import { EXIT } from "./exit-code.ts";

/** Says so, and by the exit code too, where the process ends before the command has: a `process.exit()` in a tool must not read as a success. Returns what to call when the command has ended. */
export function sayEarlyEnd(): () => void {
  const say = (): void => {
    const place = placeOf(new Error("to see who called"));
    const where = place === undefined ? "" : ` (${place})`;
    // Nothing is written any more that is not written at once.
    writeSync(
      2,
      `The agents module ended the process, by process.exit() or the like${where}. What had finished by then is on disk.\n`,
    );
    process.exitCode = EXIT.errored;
  };
  process.once("exit", say);
  return () => void process.off("exit", say);
}
