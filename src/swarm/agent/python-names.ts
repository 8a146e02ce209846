/** Throws a TypeError where options are spelled as in Python (`max_turns`): passed over, they would change what a program does without a word. */
export function refusePythonNames(options: object, of: string): void {
  for (const name in options) {
    if (!name.includes("_")) continue;
    const here = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    throw new TypeError(`${of} has no ${name}: in TypeScript it is written ${here}.`);
  }
}
