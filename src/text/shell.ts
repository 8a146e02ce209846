/** The words of a command line as a POSIX shell sees them; it knows single quotes and backslashes only. */
export function shellWords(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\(.)/g, "$1$2"),
  );
}

/** A word, quoted for a POSIX shell if necessary. */
export function shellQuoted(word: string): string {
  return /^[\w./:@=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line that a POSIX shell splits into these words again. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellQuoted).join(" ");
}

/** A pattern for `-t` that matches these texts and no others. */
export function exactPattern(texts: readonly string[]): string {
  const escaped = texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return escaped.length === 1 ? `^${escaped[0]}$` : `^(${escaped.join("|")})$`;
}
