/** Text that cannot steer the terminal: control characters are left out, but for line breaks and tabs. */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\t\n]/gu, "");
}

/** The text on one line, cut where it is long. */
export function oneLine(text: string, most: number): string {
  const line = printable(text)
    .replace(/\s*\n\s*/g, " ⏎ ")
    .trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
