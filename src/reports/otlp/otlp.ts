import type { MakeReport } from "../report.ts";
import { trialTrace } from "./trial-trace.ts";

/** A trace for each trial, for a collector of OpenTelemetry. */
export const otlpReport: MakeReport = (header) => {
  // A text is there with the first case that needs it.
  const texts: Record<string, string> = {};
  return {
    add(result) {
      for (const trial of result.trials) Object.assign(texts, trial.texts);
      const spans = result.trials.flatMap((trial) =>
        trialTrace({ header, case: result, trial, texts }),
      );
      return spans.length === 0 ? [] : [{ to: "collector", spans }];
    },
    end: () => [],
  };
};
