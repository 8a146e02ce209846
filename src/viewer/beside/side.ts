import { useEffect, useState } from "preact/hooks";
import type { CaseResult, TrialResult } from "../../results/result.ts";
import type { Page } from "../data/page.ts";
import type { Run } from "../data/run.ts";

/** A trial that can be laid beside another, by the name that an address has for it: `<run>.<trial>`. */
export interface Side {
  readonly name: string;
  readonly text: string;
}

/** The runs of one suite, in which the same case can be found. */
function runsOfSuite({ runs }: Page, run: Run): Run[] {
  return runs.filter(({ part }) => part.header.suite === run.part.header.suite);
}

/** What can be laid beside a trial: the other trials of its case, in all runs of its suite. */
export function sidesFor(page: Page, run: Run, id: string, trial: number): Side[] {
  const runs = runsOfSuite(page, run);
  return runs.flatMap((other) =>
    (other.row(id)?.trials ?? []).flatMap(({ verdict }, index) => {
      if (other === run && index + 1 === trial) return [];
      const of = runs.length > 1 ? `${other.part.label}, ` : "";
      return [
        { name: `${other.number}.${index + 1}`, text: `${of}trial ${index + 1}, ${verdict}` },
      ];
    }),
  );
}

/** The trial of a side's name; undefined until it is unpacked, or if there is none. */
export function useSide(page: Page, id: string, name: string | undefined) {
  const [side, setSide] = useState<{ readonly run: Run; readonly trial: TrialResult }>();
  const [number, trial] = (name ?? "").split(".").map(Number);
  const run = name === undefined ? undefined : page.runs[number ?? -1];
  useEffect(() => {
    let isStale = false;
    setSide(undefined);
    const found = (result: CaseResult): void => {
      const one = result.trials.find((each) => each.trial === trial);
      if (!isStale && run !== undefined && one !== undefined) setSide({ run, trial: one });
    };
    run?.case(id).then(found, () => undefined);
    return () => {
      isStale = true;
    };
  }, [run, id, trial]);
  return side;
}
