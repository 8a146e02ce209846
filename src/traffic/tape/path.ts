import { join } from "node:path";
import type { TapeHeader } from "./tape.ts";

/** What a recording is filed under: each trial of each case, for each model that was asked, has its own. */
export type TapeAddress = Pick<TapeHeader, "suite" | "case" | "trial" | "model" | "stream">;

/** The file of a trial's recording below the fixtures directory. */
export function tapePath(
  directory: string,
  { suite, case: id, trial, model, stream }: TapeAddress,
): string {
  const file = `${fileName(id)}.${trial}${stream ? ".stream" : ""}.jsonl`;
  return join(directory, fileName(suite), ...(model === null ? [] : [fileName(model)]), file);
}

const LONGEST_BYTES = 150;

/** A name that every file system takes: letters and digits of any script, the rest percent-encoded; a long one is cut and told apart by its hash. */
export function fileName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/^\.|[^\p{L}\p{N}._-]|\.$/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    );
  if (Buffer.byteLength(safe) <= LONGEST_BYTES) return safe;
  const { createHash } = process.getBuiltinModule("node:crypto");
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 12);
  return `${[...safe].slice(0, 40).join("")}-${hash}`;
}
