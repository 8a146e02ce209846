import { readFileSync } from "node:fs";
import { faultText } from "../../json/fault.ts";
import { list, number, openObject, orNull, string, trueOrFalse } from "../../json/rules.ts";
import { belongsTo, isSameId } from "../../traffic/tape/find-tapes.ts";
import { TapeError, type TapeContent, type TapeHeader } from "../../traffic/tape/tape.ts";
import { readTape } from "../../traffic/tape/text.ts";

/** What is read of a header here. Replays read less of it. */
const HEADER = openObject<TapeHeader>({
  case: string(),
  trial: number,
  model: orNull(string()),
  stream: trueOrFalse,
  recorded_at: string(),
  answered_by: string(),
  hosts: list(string()),
});

/** A file of recordings, as it is on disk. */
export interface KeptTape {
  readonly file: string;
  readonly text: string;
  /** Undefined if it cannot be played. */
  readonly content: TapeContent | undefined;
  /** Why not. */
  readonly problem: TapeError | undefined;
}

/** Reads a tape, whether or not it can be played. */
export function readKept(file: string): KeptTape {
  let text = "";
  try {
    text = readFileSync(file, "utf8");
    const content = readTape(text, file);
    const [fault] = HEADER(content.header);
    if (fault !== undefined)
      throw new TapeError(file, 1, `its header cannot be used: ${faultText(fault)}`);
    return { file, text, content, problem: undefined };
  } catch (error) {
    const problem =
      error instanceof TapeError
        ? error
        : new TapeError(file, undefined, `it cannot be read: ${(error as Error).message}`);
    return { file, text, content: undefined, problem };
  }
}

/** The content of a tape. Throws its problem if it cannot be played. */
export function playable({ content, problem }: KeptTape): TapeContent {
  if (content === undefined) throw problem;
  return content;
}

/** Whether a tape is of this case: by what it says itself, or by its name if it cannot be played. */
export function isOfCase({ file, content }: KeptTape, id: string): boolean {
  return content === undefined ? belongsTo([id])(file) === true : isSameId(content.header.case, id);
}
