import type { CaseResult } from "../../results/result.ts";
import { exactPattern, shellQuoted } from "../../text/shell.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_SHOWN = 5;
const MOST_IDS = 100;

/** Recordings that nothing asked for. The first cases are kept, the rest only counted. */
export class Leftovers {
  readonly #cases: { readonly id: string; readonly first: string; readonly count: number }[] = [];
  #casesWith = 0;
  /** The line of the first case that has any. */
  firstLine = 1;
  #recordings = 0;

  add({ id, line, trials }: CaseResult): void {
    const all = trials.flatMap(({ leftovers }) => leftovers);
    const [first] = all;
    if (first === undefined) return;
    if (this.#casesWith++ === 0) this.firstLine = line;
    this.#recordings += all.length;
    if (this.#cases.length < MOST_IDS) this.#cases.push({ id, first, count: all.length });
  }

  /** How many there are, and what that means. Undefined if there are none. */
  get headline(): string | undefined {
    if (this.#recordings === 0) return undefined;
    return `${plural(this.#recordings, "recording")} left over in ${plural(this.#casesWith, "case")}: the agents no longer ask for what was recorded.`;
  }

  /** A line for each of the first cases, and what to do. */
  get lines(): string[] {
    const shown = this.#cases.slice(0, MOST_SHOWN).map(({ id, first, count }) => {
      const more = count > 1 ? `, and ${count - 1} more` : "";
      return `${oneLine(id)}: ${oneLine(first)}${more}`;
    });
    const others = this.#cases.slice(MOST_SHOWN).map(({ id }) => oneLine(id));
    const unnamed = this.#casesWith - this.#cases.length;
    return [
      ...shown,
      ...(others.length === 0
        ? []
        : [
            `Also in ${others.join(", ")}${unnamed > 0 ? ` and ${plural(unnamed, "more case")}` : ""}.`,
          ]),
      this.#remedy(unnamed > 0),
    ];
  }

  #remedy(unnamed: boolean): string {
    const pattern = unnamed
      ? ""
      : `-t ${shellQuoted(exactPattern(this.#cases.map(({ id }) => id)))} `;
    return `If that is meant, record ${this.#casesWith === 1 ? "the case" : "them"} again: the same command with ${pattern}--traffic update`;
  }
}
