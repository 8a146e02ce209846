import { join } from "node:path";
import type { TapeHeader } from "./tape.ts";

/** Each trial of each case has a recording of its own, for each model or variant, and way of streaming. */
export type TapeAddress = Pick<
  TapeHeader,
  "suite" | "case" | "trial" | "model" | "variant" | "stream"
>;

/** The file of a trial's recording below the fixtures directory. */
export function tapePath(directory: string, address: TapeAddress): string {
  return pathOf(directory, address, (name) => [fileName(name)])[0] as string;
}

/** The folder of the recordings of a suite. */
export function suiteFolder(directory: string, suite: string): string {
  return join(directory, fileName(suite));
}

/** Every path at which that recording may be found, the present one first: versions and file systems spell names differently. */
export function tapePaths(directory: string, address: TapeAddress): string[] {
  return pathOf(directory, address, fileNames);
}

function pathOf(
  directory: string,
  { suite, case: id, trial, model, variant, stream }: TapeAddress,
  spell: (name: string) => readonly string[],
): string[] {
  const files = spell(id).map((name) => `${name}.${trial}${stream ? ".stream" : ""}.jsonl`);
  const steps = [spell(suite), ...foldersOf(model, variant).map(spell), files];
  // Nearly all names have one spelling, and a suite may have many thousand trials.
  if (steps.every(({ length }) => length === 1)) return [join(directory, ...steps.flat())];
  return steps.reduce<string[]>(
    (folders, names) => folders.flatMap((folder) => names.map((name) => join(folder, name))),
    [directory],
  );
}

/** A variant may have the name of a model, so all have a folder of their own. */
function foldersOf(model: string | null, variant: string | undefined): string[] {
  if (variant !== undefined) return ["variants", variant];
  return model === null ? [] : [model];
}

/** Windows keeps these for devices, whatever their ending. */
const RESERVED = /^(?:con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(?![^.])/i;

/** A name for every file system: letters and digits, the rest percent-encoded; a long one is cut and gets a hash. */
export function fileName(name: string): string {
  return unreserved(safeName(name.normalize("NFC")));
}

function unreserved(name: string): string {
  return RESERVED.test(name) ? `${percentEncoded(name.slice(0, 1))}${name.slice(1)}` : name;
}

const PLAIN = /^[ -~]*$/;

/** Nearly all names, and safe as they are. */
const SAFE = /^\w(?:[\w.-]{0,98}[\w-])?$/;

/**
 * The names under which that file may be found, the present one first: earlier versions did not know which names are
 * reserved, and hashed a long name as it was typed; some file systems take accents off their letters.
 */
export function fileNames(name: string): string[] {
  const before = safeName(name);
  if (PLAIN.test(name)) return RESERVED.test(before) ? [unreserved(before), before] : [before];
  const now = fileName(name);
  const typed = (["NFC", "NFD"] as const).map((form) => safeName(name.normalize(form)));
  return [...new Set([now, now.normalize("NFD"), ...typed])];
}

const MAX_BYTES = 150;

/** As `fileName`, but for what Windows reserves. The hash is that of the name as it is typed. */
function safeName(name: string): string {
  if (SAFE.test(name)) return name;
  const safe = name
    .normalize("NFC")
    .replace(/^\.|[^\p{L}\p{N}._-]|\.$/gu, (character) => percentEncoded(character));
  if (Buffer.byteLength(safe) <= MAX_BYTES) return safe;
  const { hash } = process.getBuiltinModule("node:crypto");
  return `${[...safe].slice(0, 40).join("")}-${hash("sha256", name).slice(0, 12)}`;
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character)]
    .map((byte) => `%${byte.toString(16).padStart(2, "0")}`)
    .join("");
}
