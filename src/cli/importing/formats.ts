import { extname } from "node:path";
import type { Unmapped } from "../../cases/importing/unmapped.ts";
import type { CaseLine } from "../../cases/rules/case-line.ts";
import { field, parseIfJson } from "../../json/value.ts";
import { UsageError } from "../../runner/errors.ts";
import { FORMAT_NAMES, type FormatName } from "./format-names.ts";

/** A file that is to become cases. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Where cases start that name no agent. */
  readonly agent: string | undefined;
  readonly unmapped: Unmapped;
}

/** Makes cases of a file. Throws CaseFileError. */
type Reader = (source: Source) => readonly CaseLine[];

interface Format {
  /** Whether a file looks like it, by its name or by what its JSON holds. */
  readonly isIn: (file: string, value: unknown) => boolean;
  readonly load: () => Promise<Reader>;
}

const FORMATS: Readonly<Record<FormatName, Format>> = {
  csv: {
    isIn: (file) => hasEnding(file, ".csv"),
    load: async () => {
      const { readCsvCases } = await import("../../cases/importing/import-csv.ts");
      return ({ text, file, agent }) => readCsvCases(text, file, agent);
    },
  },
  adk: {
    isIn: (_, value) => Array.isArray(field(value, "eval_cases")),
    load: async () => {
      const { readAdkCases } = await import("../../cases/importing/import-adk.ts");
      return ({ text, file, agent, unmapped }) => readAdkCases(text, file, agent, unmapped);
    },
  },
  swarm: {
    isIn: (file, value) =>
      hasEnding(file, ".json") && (Array.isArray(value) || value === undefined),
    load: async () => {
      const { readSwarmCases } = await import("../../cases/importing/import-swarm.ts");
      return ({ text, file, agent }) => readSwarmCases(text, file, agent);
    },
  },
};

/** The reader of a format, or without one of that which the file looks like. Throws UsageError if it looks like none. */
export async function readerOf(
  { file, text }: Pick<Source, "file" | "text">,
  from: FormatName | undefined,
): Promise<Reader> {
  const name = from ?? nameOf(file, text);
  if (name !== undefined) return FORMATS[name].load();
  throw new UsageError(
    `${file} cannot be imported: it looks like none of ${FORMAT_NAMES.join(", ")}. If it is one, name it by --from.`,
  );
}

function nameOf(file: string, text: string): FormatName | undefined {
  const value = parseIfJson(text);
  return FORMAT_NAMES.find((name) => FORMATS[name].isIn(file, value));
}

function hasEnding(file: string, ...endings: readonly string[]): boolean {
  return endings.includes(extname(file).toLowerCase());
}
