import type { Covered } from "../results/coverage-result.ts";

/** Things that cases touched, by name. */
export class Touched {
  readonly #withCases: boolean;
  readonly #cases = new Map<string, Set<string>>();

  /** Which cases touched what is kept only on request: it grows with the suite. */
  constructor(withCases: boolean) {
    this.#withCases = withCases;
  }

  add(name: string, caseId: string): void {
    const cases = this.#cases.get(name);
    if (cases === undefined) this.#cases.set(name, new Set([caseId]));
    else if (this.#withCases) cases.add(caseId);
  }

  /** Sorted: in which order cases finish is chance. */
  names(): string[] {
    return [...this.#cases.keys()].sort();
  }

  of(name: string): Covered {
    const cases = this.#cases.get(name);
    return {
      covered: cases !== undefined,
      ...(this.#withCases ? { cases: [...(cases ?? [])].sort() } : {}),
    };
  }
}
