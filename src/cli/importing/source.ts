import type { Unmapped } from "../../cases/importing/unmapped.ts";
import type { CaseLine } from "../../cases/rules/case-line.ts";

/** A file that is to become cases. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Where cases start that name no agent. */
  readonly agent: string | undefined;
  readonly unmapped: Unmapped;
}

/** Makes cases of a file. Throws CaseFileError. */
export type Reader = (source: Source) => readonly CaseLine[];
