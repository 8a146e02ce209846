import type { CaseResult } from "../../results/result.ts";
import { plural } from "../../text/count.ts";
import { oneLine } from "../../text/printable.ts";
import type { Surroundings } from "../report.ts";
import { unexpectedLines, type Unexpected } from "../words/unexpected.ts";
import { hanging } from "../words/wrap.ts";

const MOST_CASES = 30;

/** Collects what happened in the first trial of each case that passed and no check of the case would miss. */
export class UnexpectedEffects {
  readonly #shown: (Pick<CaseResult, "id" | "line"> & { readonly found: Unexpected })[] = [];
  #asked = 0;
  #cases = 0;
  #effects = 0;

  add({ id, line, trials }: CaseResult): void {
    const found = trials.find((trial) => trial.unexpected !== undefined)?.unexpected;
    if (found === undefined) return;
    this.#asked++;
    if (found.total === 0) return;
    this.#cases++;
    this.#effects += found.total;
    if (this.#shown.length < MOST_CASES) this.#shown.push({ id, line, found });
  }

  /** What was not expected, case by case; undefined if that was not asked. */
  text(caseFile: string, { paint, columns, fromHere }: Surroundings): string | undefined {
    if (this.#asked === 0) return undefined;
    if (this.#effects === 0) return "Checks would miss all that happened in the cases that passed.";
    const title = `${plural(this.#effects, "effect")} in ${this.#cases} of ${plural(this.#asked, "case")} that passed, and no check would miss ${this.#effects === 1 ? "it" : "them"}:`;
    const more = this.#cases - this.#shown.length;
    return [
      paint("yellow", title),
      ...this.#shown.flatMap(({ id, line, found }) => [
        `  ${paint("bold", oneLine(id))}  ${paint("dim", `${fromHere(caseFile)}:${line}`)}`,
        ...unexpectedLines(found).flatMap((text) => hanging(`    ${text}`, columns)),
      ]),
      ...(more > 0 ? [`  … and ${plural(more, "more case")}, in the result file`] : []),
    ].join("\n");
  }
}
