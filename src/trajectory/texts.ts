import { textKeysIn, type Texts } from "./requests.ts";
import type { Trajectory } from "./trajectory.ts";

/** A trial, and the texts that its requests refer to. */
interface WithTexts {
  readonly steps: Trajectory;
  readonly texts?: Texts | undefined;
}

/** Which texts of requests a file has already: each stands where it is first referred to. */
export class NewTexts {
  readonly #known = new Set<string>();

  /** The texts of these trials that the file does not have yet; undefined if it has all. */
  of(trials: readonly WithTexts[]): Texts | undefined {
    const texts: Record<string, string> = {};
    for (const { steps, texts: all = {} } of trials) {
      for (const key of textKeysIn(steps)) {
        const text = all[key];
        if (text === undefined || this.#known.has(key)) continue;
        this.#known.add(key);
        texts[key] = text;
      }
    }
    return Object.keys(texts).length === 0 ? undefined : texts;
  }
}

/** Of texts, those that the requests of a trial refer to; undefined if there are none. */
export function textsFor(steps: Trajectory, texts: ReadonlyMap<string, string>): Texts | undefined {
  const found = textKeysIn(steps).flatMap((key) => {
    const text = texts.get(key);
    return text === undefined ? [] : [[key, text] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
