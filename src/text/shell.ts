/** The words of a command line that a POSIX shell would see, of those that need no more than quotes. */
export function shellWords(command: string): string[] {
  return [...command.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replace(/'([^']*)'|\\(.)/g, "$1$2"),
  );
}

/** A word as a POSIX shell needs it. */
export function shellQuoted(word: string): string {
  return /^[\w./:@=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line that a POSIX shell takes apart into these words again. */
export function shellLine(words: readonly string[]): string {
  return words.map(shellQuoted).join(" ");
}
