import type { Covered } from "../results/coverage-result.ts";

/** What cases touched, by its owner and its name. */
export class Touched {
  readonly #withCases: boolean;
  readonly #cases = new Map<string, Map<string, Set<string>>>();

  /** `withCases` keeps every case that touched something, which grows with the suite. */
  constructor(withCases: boolean) {
    this.#withCases = withCases;
  }

  add(owner: string, name: string, caseId: string): void {
    const named = this.#cases.get(owner) ?? new Map<string, Set<string>>();
    this.#cases.set(owner, named);
    const cases = named.get(name);
    if (cases === undefined) named.set(name, new Set([caseId]));
    else if (this.#withCases) cases.add(caseId);
  }

  has(owner: string, name: string): boolean {
    return this.#cases.get(owner)?.has(name) === true;
  }

  /** Sorted: the order in which cases finish is chance. */
  names(owner: string): string[] {
    return [...(this.#cases.get(owner)?.keys() ?? [])].sort();
  }

  of(owner: string, name: string): Covered {
    const cases = this.#cases.get(owner)?.get(name);
    return {
      covered: cases !== undefined,
      ...(this.#withCases ? { cases: [...(cases ?? [])].sort() } : {}),
    };
  }
}
