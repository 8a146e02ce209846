import type { CaseResult } from "../../results/result.ts";
import { listed, plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_SHOWN = 10;
const MOST_NAMED = 5;

/** Connections that children and worker threads of trials were refused, whether or not these passed. The first are kept. */
export class Refusals {
  /** The first cases in which each of them was refused. */
  readonly #cases = new Map<string, string[]>();
  #casesWith = 0;
  /** The line of the first case that has any. */
  firstLine = 1;

  add({ id, line, trials }: CaseResult): void {
    const all = new Set(trials.flatMap(({ refused = [] }) => refused));
    if (all.size === 0) return;
    if (this.#casesWith++ === 0) this.firstLine = line;
    for (const what of all) {
      const ids = this.#cases.get(what) ?? [];
      if (this.#cases.size < MOST_SHOWN) this.#cases.set(what, ids);
      if (ids.length < MOST_NAMED) ids.push(oneLine(id));
    }
  }

  /** In how many cases there are some, and what that means. Undefined if there are none. */
  get headline(): string | undefined {
    if (this.#casesWith === 0) return undefined;
    return `Connections were refused in ${plural(this.#casesWith, "case")}, as no recording can hold what child processes and worker threads ask:`;
  }

  /** A line for each of the first. */
  get lines(): string[] {
    return [...this.#cases].map(([what, ids]) => `${oneLine(what)}: in ${listed(ids)}`);
  }
}
