import { dirname, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { columnAsWritten } from "../signatures/loading/tags.ts";
import { shown } from "../text/from-start.ts";

/** Where in the user's own code an error arose, by its stack: `evals/airline.ts:12:5`. */
function placeOf(error: Error): string | undefined {
  const lines = (error.stack ?? "").split("\n");
  for (const [index, line] of lines.entries()) {
    const frame = frameOf(line);
    if (frame === undefined || !isUsers(frame.file)) continue;
    const column = columnOf(frame) ?? columnBelow(lines, index);
    const file = shown(frame.file);
    return [file, frame.line, ...(column === undefined ? [] : [column])].join(":");
  }
  return undefined;
}

/** That place in parentheses, with a space before it; empty if the error has none. */
export function placeText(error: unknown): string {
  const place = error instanceof Error ? placeOf(error) : undefined;
  return place === undefined ? "" : ` (${place})`;
}

/** Whether only this package's code is on an error's stack. */
export function isOurs({ stack = "" }: Error): boolean {
  const files = stack.split("\n").flatMap((line) => frameOf(line)?.file ?? []);
  return files.length > 0 && files.every((file) => file.startsWith(OWN_CODE));
}

const OWN_CODE = dirname(fileURLToPath(import.meta.url)) + sep;

interface Frame {
  readonly file: string;
  readonly line: string;
  readonly column: string | undefined;
}

/** A line of a stack that names a file: a call, or the head of an excerpt that shows a syntax error. */
function frameOf(line: string): Frame | undefined {
  const found =
    /^(?: +at (?:.* \(|async )?)?(file:\/\/.+?|\/.+?|[A-Z]:\\.+?):(\d+)(?::(\d+))?\)?$/.exec(line);
  if (found === null) return undefined;
  const [, named = "", at = "", column] = found;
  return { file: named.startsWith("file:") ? fileURLToPath(named) : named, line: at, column };
}

function columnOf({ file, line, column }: Frame): number | undefined {
  if (column === undefined) return undefined;
  return columnAsWritten(pathToFileURL(file).href, Number(line), Number(column));
}

function isUsers(file: string): boolean {
  return !file.startsWith(OWN_CODE) && !file.includes(`${sep}node_modules${sep}`);
}

/** The column, from 1, that `^` marks under an excerpt. */
function columnBelow(lines: readonly string[], index: number): number | undefined {
  const marks = lines.slice(index + 1).find((line) => /^ *\^+ *$/.test(line));
  return marks === undefined ? undefined : marks.indexOf("^") + 1;
}
