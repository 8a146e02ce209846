import { extname } from "node:path";
import { field } from "../../json/value.ts";
import { UsageError } from "../../runner/errors.ts";
import { FORMAT_NAMES, type FormatName } from "./format-names.ts";
import type { Reader, Source } from "./source.ts";
import { jsonValues, readTraces } from "./traces.ts";

interface Format {
  /** Whether a file looks like it, by its name or by its values: that of a JSON file, or those of the lines of JSONL. */
  readonly isIn: (file: string, values: readonly unknown[]) => boolean;
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
    isIn: (_, [value]) => Array.isArray(field(value, "eval_cases")),
    load: async () => {
      const { readAdkCases } = await import("../../cases/importing/import-adk.ts");
      return ({ text, file, agent, unmapped }) => readAdkCases(text, file, agent, unmapped);
    },
  },
  otlp: {
    isIn: (_, values) => looksLike(values, "resourceSpans"),
    load: async () => {
      const { readOtlp } = await import("../../traces/reading/read-otlp.ts");
      return readTraces(readOtlp, "OTLP JSON: objects with resourceSpans");
    },
  },
  "openai-agents": {
    isIn: (_, values) => looksLike(values, "object", "trace", "trace.span"),
    load: async () => {
      const { readOpenAIAgents } = await import("../../traces/reading/read-openai-agents.ts");
      return readTraces(readOpenAIAgents, 'objects with "object":"trace" or "trace.span"');
    },
  },
  promptfoo: {
    isIn: (file, [value]) =>
      hasEnding(file, ".yaml", ".yml") ||
      ["prompts", "tests"].some((key) => field(value, key) !== undefined),
    load: async () => (await import("./promptfoo.ts")).promptfooReader(),
  },
  swarm: {
    isIn: (file, [value]) =>
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
  const values = jsonValues(text);
  return FORMAT_NAMES.find((name) => FORMATS[name].isIn(file, values));
}

function hasEnding(file: string, ...endings: readonly string[]): boolean {
  return endings.includes(extname(file).toLowerCase());
}

/** Whether the first value has a key, with one of these texts if there are some; it may be in a list, or in that of `data`. */
function looksLike([first]: readonly unknown[], key: string, ...texts: readonly string[]): boolean {
  const [value] = [field(first, "data") ?? first].flat() as unknown[];
  const found = field(value, key);
  return texts.length === 0 ? Array.isArray(found) : texts.includes(found as string);
}
