import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { TapeHeader } from "./tape.ts";
import { fileName } from "./tape-path.ts";
import type { TapeAddress } from "./tape-path.ts";

/** A recording of the same case, made otherwise than it is played now. */
export interface OtherTape {
  readonly file: string;
  /** In what it was made otherwise. */
  readonly otherwise: readonly ("trial" | "model" | "stream")[];
  readonly trial: number;
  /** The model that every agent was made to use; null where each used its own. */
  readonly model: string | null;
  readonly stream: boolean;
}

/** The recordings of a case under whichever model and trial, streamed or not; those most like the address first. */
export function findTapes(directory: string, address: TapeAddress): OtherTape[] {
  const folder = join(directory, fileName(address.suite));
  const stem = `${fileName(address.case)}.`;
  return tapesIn(folder)
    .filter((file) => {
      const name = basename(file);
      return name.startsWith(stem) && /^\d+(?:\.stream)?\.jsonl$/.test(name.slice(stem.length));
    })
    .flatMap((file) => describe(join(folder, file), address))
    .sort((a, b) => a.otherwise.length - b.otherwise.length || a.trial - b.trial);
}

function describe(file: string, address: TapeAddress): OtherTape[] {
  const header = readHeader(file);
  if (header?.case !== address.case) return [];
  const { trial, model, stream } = header;
  const otherwise = (["trial", "model", "stream"] as const).filter(
    (key) => header[key] !== address[key],
  );
  return [{ file, otherwise, trial, model, stream }];
}

function readHeader(file: string): TapeHeader | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return JSON.parse(text.slice(0, text.indexOf("\n"))) as TapeHeader;
  } catch {
    return undefined;
  }
}

let listed: { readonly folder: string; readonly changed: number; readonly files: string[] };

/** Remembered while the folder does not change: a suite that was recorded otherwise asks for it with every case. */
function tapesIn(folder: string): readonly string[] {
  try {
    const changed = statSync(folder).mtimeMs;
    if (listed?.folder !== folder || listed.changed !== changed) {
      const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
      listed = { folder, changed, files };
    }
    return listed.files;
  } catch {
    return [];
  }
}
