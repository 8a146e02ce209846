import { plural, thousands } from "../../text/count.ts";

const MOST_CHARACTERS = 20_000;

/** A text as long as the cell of a spreadsheet can show. */
export function shortened(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  return `${text.slice(0, MOST_CHARACTERS)}\n… and ${thousands(text.length - MOST_CHARACTERS)} more characters, in the result file`;
}

const MOST_LINES = 200;
/** Long enough for a command that names many cases. */
const LONGEST_LINE = 5_000;

/** As many lines, each as long, as a terminal or a log can show. */
export function shortenedLines(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return [
    ...lines.slice(0, MOST_LINES).map((line) => {
      const left = line.length - LONGEST_LINE;
      if (left <= 0) return line;
      return `${line.slice(0, LONGEST_LINE)}… and ${thousands(left)} more characters, in the result file`;
    }),
    ...(more > 0 ? [`… and ${plural(more, "more line")}, in the result file`] : []),
  ];
}
