import { join } from "node:path";
import type { TapeHeader } from "./tape.ts";

/** Each trial of each case has a recording of its own, for each model and way of streaming. */
export type TapeAddress = Pick<TapeHeader, "suite" | "case" | "trial" | "model" | "stream">;

/** The file of a trial's recording below the fixtures directory. */
export function tapePath(
  directory: string,
  { suite, case: id, trial, model, stream }: TapeAddress,
): string {
  const file = `${fileName(id)}.${trial}${stream ? ".stream" : ""}.jsonl`;
  return join(directory, fileName(suite), ...(model === null ? [] : [fileName(model)]), file);
}

const MAX_BYTES = 150;

/** A name for every file system: letters and digits, the rest percent-encoded; a long one is cut and gets a hash. */
export function fileName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/^\.|[^\p{L}\p{N}._-]|\.$/gu, (character) =>
      [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    );
  if (Buffer.byteLength(safe) <= MAX_BYTES) return safe;
  const { hash } = process.getBuiltinModule("node:crypto");
  return `${[...safe].slice(0, 40).join("")}-${hash("sha256", name).slice(0, 12)}`;
}
