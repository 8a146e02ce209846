/** Throws a TypeError for options in the spelling of Python (`max_turns`), which would be ignored without a word. */
export function refusePythonNames(options: object, owner: string): void {
  for (const name in options) {
    if (!name.includes("_")) continue;
    const here = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    throw new TypeError(`${owner} has no ${name}: in TypeScript it is written ${here}.`);
  }
}
