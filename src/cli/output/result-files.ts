import { resolve } from "node:path";
import { RunTally, type ComparableRun, type ComparableRuns } from "../../gate/runs/run-tally.ts";
import { eachCase } from "../../results/read-result.ts";
import { UsageError } from "../../runner/errors.ts";
import type { NamedReading } from "./result-reading.ts";

/** The results of earlier runs. Throws UserError, also for fewer than two and for one named twice. */
export function readRuns(
  files: readonly string[],
  read: (file: string) => NamedReading,
): ComparableRuns {
  const cases = files.find((file) => file.endsWith(".jsonl"));
  if (cases !== undefined) {
    throw new UsageError(
      `${cases} is a case file, and no models are named to play it with. Name them with --model-override gpt-5.4,gpt-5.4-mini; results of earlier runs end in .json.`,
    );
  }
  const twice = files.find((file, index) =>
    files.some((other, before) => before < index && resolve(other) === resolve(file)),
  );
  if (twice !== undefined)
    throw new UsageError(`${twice} is named twice. Each result is compared once.`);
  const [first, ...others] = labelled(files.map(read).map(tallied));
  if (first === undefined || others.length === 0) {
    throw new UsageError(
      `A comparison needs two results or more, and only ${files.join()} is named. Or name case files with --model-override gpt-5.4,gpt-5.4-mini.`,
    );
  }
  return [first, ...others];
}

function tallied(reading: NamedReading): ComparableRun {
  const tally = new RunTally();
  const { end, torn } = eachCase(reading, (result) => tally.caseFinished(result));
  // The cases that are missing could be the very ones that differ.
  if (torn !== undefined) throw torn;
  const { file, header } = reading;
  return { label: file, header, file, stopped: end.stopped, tally };
}

/** Labels each run with its variant or model if no other run has it, else with its file. */
function labelled(runs: readonly ComparableRun[]): ComparableRun[] {
  const models = runs.map(({ header, tally }) => {
    const asked = new Set([...tally.cases.values()].flatMap((one) => one.models));
    return header.variant ?? header.model_override ?? [...asked].sort().join(", ");
  });
  return runs.map((run, index) => {
    const model = models[index] ?? "";
    const alone = model !== "" && models.filter((other) => other === model).length === 1;
    return alone ? { ...run, label: model } : run;
  });
}
