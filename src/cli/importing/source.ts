import type { Unmapped } from "../../cases/importing/unmapped.ts";
import type { TracedReply } from "../../traces/reading/replies.ts";
import type { CaseLine } from "../../cases/rules/case-line.ts";

/** A file that is to become cases. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Where cases start that name no agent. */
  readonly agent: string | undefined;
  readonly unmapped: Unmapped;
  /** What models answered in conversations that were traced, by the ids of their cases. */
  readonly replies: Map<string, readonly TracedReply[]>;
}

/** Makes cases of a file. Throws CaseFileError. */
export type Reader = (source: Source) => readonly CaseLine[];
