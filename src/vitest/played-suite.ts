import type { CaseResult } from "../results/result.ts";
import { runSuite } from "../runs/library.ts";
import type { RunSuiteOptions } from "../runs/run-suite.ts";

/** Which cases are played, and how. */
interface Played extends RunSuiteOptions {
  readonly ids: readonly string[];
}

/** A suite that is played once, many cases at a time, while each of its tests waits for its own case. */
export class PlayedSuite {
  readonly #cases: string;
  readonly #results = new Map<string, PromiseWithResolvers<CaseResult>>();
  readonly #unsettled = new Set<string>();
  readonly #controller = new AbortController();
  #run: Promise<void> | undefined;

  /** `cases` is as for `runSuite`. */
  constructor(cases: string) {
    this.#cases = cases;
  }

  /** The result of a case that is played. The first call plays the suite. Rejects with what keeps it from being played. */
  result(id: string, options: () => Played): Promise<CaseResult> {
    this.#run ??= this.#play(options());
    return this.#results.get(id)?.promise ?? Promise.reject(new Error(`${id} is not played.`));
  }

  /** Ends what no test waits for any more, and waits until the result is written. */
  async end(): Promise<void> {
    if (this.#unsettled.size > 0) this.#controller.abort();
    await this.#run;
  }

  async #play(options: Played): Promise<void> {
    for (const id of options.ids) {
      const result = Promise.withResolvers<CaseResult>();
      // Its test may not have begun.
      result.promise.catch(() => undefined);
      this.#results.set(id, result);
      this.#unsettled.add(id);
    }
    const { signal } = this.#controller;
    const onCase = (result: CaseResult): void => {
      this.#results.get(result.id)?.resolve(result);
      this.#unsettled.delete(result.id);
    };
    let failure: unknown;
    try {
      const { stopped } = await runSuite(this.#cases, { ...options, signal, onCase });
      failure = new Error(`The case was not played: the run was stopped (${stopped}).`);
    } catch (error) {
      failure = error;
    }
    for (const id of this.#unsettled) this.#results.get(id)?.reject(failure);
    this.#unsettled.clear();
  }
}
