import * as cache from "../../loading/cache.ts";
import type { FunctionReading } from "../schema/signature.ts";
import type { SourceReading } from "./tags.ts";

/** Kept with every reading; raise it whenever the same source would be read differently. */
export const readerVersion = 12;

const NAME = "signatures";

/** What is kept of a module. */
export interface Entry {
  /** The text that was read; the entry is valid for no other. */
  readonly text: string;
  readonly syntax: SourceReading;
  readonly types?: KeptTypes;
}

interface KeptTypes {
  readonly readings: readonly FunctionReading[];
  /** The tsconfig.json that the module is written for; null without one. */
  readonly tsconfig: string | null;
  /** What the readings rest on besides the text, as it was: files, and the manifests of packages. */
  readonly files: Readonly<Record<string, string>>;
}

/** What was kept of a module with this text. */
export function kept(module: string, text: string): Entry | undefined {
  const entry = cache.kept(NAME, module) as
    | (Partial<Entry> & { version?: unknown })
    | null
    | undefined;
  const fits = entry?.version === readerVersion && entry.text === text;
  return fits && Array.isArray(entry.syntax?.functions) ? (entry as Entry) : undefined;
}

export function keep(module: string, entry: Entry): void {
  cache.keep(NAME, module, { version: readerVersion, ...entry });
}
