import { join } from "node:path";
import type { ResultHeader } from "../../results/result.ts";
import { DEFAULT_JUDGE_MODEL } from "../../runner/judge/judge.ts";
import type { Selection } from "../../runner/suite/select-cases.ts";
import type { Plan, Suite } from "../../runner/suite/suite.ts";
import { priceOrigin } from "./money.ts";
import type { PlaySettings } from "./settings.ts";

/** How the settings of the command line have suites played. */
export function planOf(settings: PlaySettings, selection: Selection, bail = Infinity): Plan {
  const { trials, threshold = 1, concurrency, timeout: timeoutMs, stream = false } = settings;
  const { modelOverride, judgeModel: override, defaultJudgeModel } = settings;
  return {
    selection,
    trials,
    threshold,
    concurrency,
    bail,
    timeoutMs,
    modelOverride,
    stream,
    judge: { override, fallback: defaultJudgeModel ?? DEFAULT_JUDGE_MODEL },
  };
}

/** The file that a suite's result is written to. */
export function resultFile(suite: string, { output }: Pick<PlaySettings, "output">): string {
  return join(output, `${suite}.json`);
}

/** The head of a suite's result; `baseline` is what the run is compared with, as it was named. */
export function headerOf(
  { name, caseFile, survey, agents }: Suite,
  settings: PlaySettings,
  baseline?: string,
): ResultHeader {
  const { modelOverride, traffic, stream = false, threshold = 1, until } = settings;
  return {
    version: 2,
    suite: name,
    case_file: caseFile,
    agents_module: agents.file,
    started_at: new Date().toISOString(),
    model_override: modelOverride ?? null,
    traffic,
    stream,
    prices: priceOrigin(settings),
    planned_cases: survey.selected,
    ...(threshold === 1 ? {} : { threshold }),
    ...(until === undefined ? {} : { until }),
    ...(baseline === undefined ? {} : { baseline }),
  };
}
