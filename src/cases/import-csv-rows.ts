import { parse } from "csv-parse/sync";
import { CaseFileError } from "./problem.ts";

/** A row of a CSV file. */
export interface Row {
  readonly cells: readonly string[];
  /** The line on which it begins, from 1. */
  readonly line: number;
}

interface Parsed {
  readonly record: string[];
  readonly raw: string;
  readonly info: { readonly lines: number };
}

/** The rows of a CSV file that say anything, the header among them. Throws CaseFileError. */
export function csvRows(text: string, file: string): Row[] {
  try {
    // Quotes within a cell are let be: `{"$gt":0}` is easier to write than to quote.
    const options = {
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
    } as const;
    return (parse(text, options) as unknown as Parsed[])
      .map(({ record, raw, info }) => ({
        cells: record,
        line: info.lines - (raw.trimEnd().split("\n").length - 1),
      }))
      .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  } catch (error) {
    const { message, lines } = error as Error & { lines?: number };
    if (lines === undefined) throw error;
    throw new CaseFileError([
      { file, line: lines, column: 1, message: `this is not CSV: ${message}.` },
    ]);
  }
}
