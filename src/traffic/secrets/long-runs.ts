/** The characters that keys, tokens and base64 are made of. */
const IS_KEY_CHARACTER = new Uint8Array(128);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_.~")
  IS_KEY_CHARACTER[character.charCodeAt(0)] = 1;

/** All known keys and tokens are at least this long; few words are. */
export const LONG_RUN = 15;

/**
 * Replaces the runs of at least `least` key characters in a text. It looks only at every so many characters, and from
 * there backwards: a text of 10 KB takes microseconds. `replace` also gets the end of what stands before the run: the
 * run may begin with the rest of an escape.
 */
export function replaceLongRuns(
  text: string,
  least: number,
  replace: (run: string, before: string) => string,
): string {
  let replaced = "";
  let done = 0;
  for (let probe = least - 1; probe < text.length;) {
    let start = probe;
    const stop = probe - least + 1;
    while (start >= stop && isKeyCharacter(text, start)) start--;
    if (start >= stop) {
      // A run can only begin after this character, which is not a key's.
      probe = start + least;
      continue;
    }
    // Before it is the beginning of the text, or a character that is not a key's.
    start = stop;
    let end = probe + 1;
    while (end < text.length && isKeyCharacter(text, end)) end++;
    const run = text.slice(start, end);
    const substitute = replace(run, text.slice(Math.max(0, start - 12), start));
    if (substitute !== run) {
      replaced += text.slice(done, start) + substitute;
      done = end;
    }
    probe = end + least;
  }
  return done === 0 ? text : replaced + text.slice(done);
}

function isKeyCharacter(text: string, index: number): boolean {
  return IS_KEY_CHARACTER[text.charCodeAt(index)] === 1;
}
