import { hash } from "node:crypto";
import type { CodeRequest, Ran } from "./executor.ts";
import type { Stop } from "./limits.ts";

/** What is asked, as a line of a tape has it: the code itself is in the message that it was taken from. */
interface CodeAsked {
  readonly language: string;
  readonly filename?: string;
  /** SHA-256, as the values of `given`, which are the files that the directory began with. */
  readonly code: string;
  readonly given?: Readonly<Record<string, string>>;
}

/** What a program did, as a line of a tape has it: the bytes of its files are kept beside, by their SHA-256. */
export interface CodeAnswered {
  readonly exit_code: number;
  readonly output: string;
  readonly stopped?: Stop;
  readonly files?: Readonly<Record<string, { readonly size: number; readonly sha256?: string }>>;
}

export function asked({ language, filename, code, directory: { given } }: CodeRequest): CodeAsked {
  return {
    language,
    ...(filename === undefined ? {} : { filename }),
    code: hash("sha256", code),
    ...(Object.keys(given).length === 0 ? {} : { given }),
  };
}

/** A line, and the bytes that it names by their SHA-256. */
export function answered({ exitCode, output, stopped, files }: Ran): {
  readonly line: CodeAnswered;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
} {
  const kept = files.flatMap(({ sha256, bytes }) =>
    sha256 === undefined || bytes === undefined ? [] : [[sha256, bytes] as const],
  );
  const named = files.map(({ name, size, sha256 }) => [
    name,
    { size, ...(sha256 === undefined ? {} : { sha256 }) },
  ]);
  const line = {
    exit_code: exitCode,
    output,
    ...(stopped === undefined ? {} : { stopped }),
    ...(files.length === 0
      ? {}
      : { files: Object.fromEntries(named) as CodeAnswered["files"] & {} }),
  };
  return { line, bytes: new Map(kept) };
}

/** What `answered` was given, but for the time that it took, which differs from run to run. `bytesOf` finds bytes by their SHA-256; where it has none, the file is without. */
export function ranOf(
  { exit_code: exitCode, output, stopped, files = {} }: CodeAnswered,
  bytesOf: (sha256: string) => Uint8Array | undefined,
): Ran {
  const left = Object.entries(files).map(([name, { size, sha256 }]) => {
    const bytes = sha256 === undefined ? undefined : bytesOf(sha256);
    return {
      name,
      size,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(bytes === undefined ? {} : { bytes }),
    };
  });
  return { exitCode, output, ms: 0, ...(stopped === undefined ? {} : { stopped }), files: left };
}
