import type { NamedSecrets } from "../secrets/named.ts";

/** A text, and the name of the member that it stands in; that of a list if it stands in one. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Longer texts hardly come again. */
const LONGEST = 100;

const MOST_REMEMBERED = 2_000;

/** Texts in which nothing was found: the agents, tools and roles of a suite come again in each of its results. */
export class FamiliarTexts {
  readonly #named: NamedSecrets;
  readonly #texts = new Map<string, Set<string>>();
  #size = 0;

  constructor(named: NamedSecrets) {
    this.#named = named;
  }

  has(name: string, text: string): boolean {
    return this.#texts.get(name)?.has(text) === true;
  }

  /** Remembers a text, but not one that tells of another whether it is secret, or of which another tells it. */
  add({ name, text }: NamedText): void {
    if (
      text.length > LONGEST ||
      /^(?:value|(?:js_?)?code)$/i.test(name) ||
      this.#named.areNamedBy(text)
    )
      return;
    if (this.#size++ >= MOST_REMEMBERED) {
      this.#texts.clear();
      this.#size = 1;
    }
    // A piece of a longer text would keep all of it in memory.
    const copy = JSON.parse(JSON.stringify(text)) as string;
    const texts = this.#texts.get(name);
    if (texts === undefined) this.#texts.set(name, new Set([copy]));
    else texts.add(copy);
  }
}

/** Neither a name nor a number below these can be a secret's value. */
const SHORTEST_NAME = 4;
const LEAST_NUMBER = 1_000;

/** The texts, names and numbers of a JSON value that are not familiar, in their order. */
export function unfamiliarTexts(
  value: unknown,
  familiar: FamiliarTexts | undefined,
  name = "",
  found: NamedText[] = [],
): readonly NamedText[] {
  if (typeof value === "string") {
    if (familiar?.has(name, value) !== true) found.push({ name, text: value });
  } else if (typeof value === "number") {
    if (Math.abs(value) >= LEAST_NUMBER) found.push({ name, text: String(value) });
  } else if (Array.isArray(value)) {
    for (const item of value) unfamiliarTexts(item, familiar, name, found);
  } else if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) {
      const member = (value as Readonly<Record<string, unknown>>)[key];
      const isNamed = typeof member === "string" || typeof member === "number";
      if (!isNamed && key.length >= SHORTEST_NAME) unfamiliarTexts(key, familiar, "", found);
      unfamiliarTexts(member, familiar, key, found);
    }
  }
  return found;
}
