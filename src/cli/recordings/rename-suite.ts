import { MediaFolder } from "../../media/media-folder.ts";
import { attempt, UsageError } from "../../runner/errors.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import { suiteTapes } from "../../traffic/tape/find-tapes.ts";
import { suiteFolder } from "../../traffic/tape/path.ts";
import { usualFixtures } from "../../runs/files/fixtures.ts";
import { EXIT } from "../process/exit-code.ts";
import { readKept } from "./kept-tape.ts";
import { moveTapes } from "./move-tapes.ts";
import { removeEmptied } from "./remove-emptied.ts";
import type { PlaceOptions } from "./suites.ts";

/**
 * Gives all recordings of a suite to its new name. Returns the exit code. Throws UsageError and TapeError before anything
 * is written.
 */
export function renameSuite(oldName: string, newName: string, options: PlaceOptions): number {
  if (oldName === newName)
    throw new UsageError(
      `Both names are ${JSON.stringify(oldName)}. Name the old one and the new one.`,
    );
  const fixtures = usualFixtures(options);
  const tapes = suiteTapes(fixtures, oldName).map(readKept);
  if (tapes.length === 0)
    throw new UsageError(
      `There is no recording of a suite ${JSON.stringify(oldName)} in ${fixtures}.`,
    );
  const moved = moveTapes(tapes, fixtures, { suite: newName });
  const to = suiteFolder(fixtures, newName);
  const media = new MediaFolder(suiteFolder(fixtures, oldName));
  attempt(`${media.path} could not be moved to ${to}`, () => {
    media.copyTo(new MediaFolder(to));
    media.remove();
  });
  removeEmptied(suiteFolder(fixtures, oldName), fixtures);
  process.stdout.write(
    `${oneLine(`Renamed ${plural(moved.length, "recording")} of the suite ${JSON.stringify(oldName)}: now in ${to}.`)}\n`,
  );
  return EXIT.passed;
}
