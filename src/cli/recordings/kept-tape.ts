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

/** The tapes among these files that are of a case, and the ids of all cases that the files are of. */
export function tapesOfCase(
  files: readonly string[],
  id: string,
): { readonly tapes: readonly KeptTape[]; readonly ids: ReadonlySet<string> } {
  const tapes: KeptTape[] = [];
  const ids = new Set<string>();
  const hasName = belongsTo([id]);
  for (const file of files) {
    const tape = readKept(file);
    const own = tape.content?.header.case;
    if (own !== undefined) ids.add(own);
    // One that cannot be played has only its name to go by.
    if (own === undefined ? hasName(file) === true : isSameId(own, id)) tapes.push(tape);
  }
  return { tapes, ids };
}
