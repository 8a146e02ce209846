import { listed } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_NAMED = 3;

/** What a file has that a case has no word for. Nothing is left out without being said here. */
export class Unmapped {
  readonly #cases = new Map<string, Set<string>>();

  /** Adds what was left out of a case, in a clause: `final_response: words differ from one reply to the next`. */
  add(what: string, id: string): void {
    const cases = this.#cases.get(what);
    if (cases === undefined) this.#cases.set(what, new Set([id]));
    else cases.add(id);
  }

  /** Each once, with the cases that lack it. */
  lines(): string[] {
    return [...this.#cases].map(
      ([what, ids]) =>
        `${oneLine(what)} (${listed(
          [...ids].map((id) => oneLine(id)),
          MOST_NAMED,
        )})`,
    );
  }
}
