import type { CaseResult } from "../../results/result.ts";
import { exactPattern, shellQuoted } from "../../text/shell.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";

const MOST_SHOWN = 5;
const MOST_IDS = 100;

/** Recordings that nothing asked for, case by case; of a long suite the first cases are kept and the rest counted. */
export class Leftovers {
  readonly #cases: { readonly id: string; readonly first: string; readonly count: number }[] = [];
  #casesWith = 0;
  #firstLine = 1;
  #recordings = 0;

  add({ id, line, trials }: CaseResult): void {
    let first: string | undefined;
    let count = 0;
    for (const { leftovers } of trials) {
      first ??= leftovers[0];
      count += leftovers.length;
    }
    if (first === undefined) return;
    if (this.#casesWith++ === 0) this.#firstLine = line;
    this.#recordings += count;
    if (this.#cases.length < MOST_IDS) this.#cases.push({ id, first, count });
  }

  /** The line of the case file on which the first case with any stands. */
  get firstLine(): number {
    return this.#firstLine;
  }

  /** The headline: how many there are, and what that means. Undefined where there are none. */
  get headline(): string | undefined {
    if (this.#recordings === 0) return undefined;
    return `${plural(this.#recordings, "recording")} left over in ${plural(this.#casesWith, "case")}: the agents no longer ask for what was recorded.`;
  }

  /** Where they are, a line each, and what to do. */
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
