import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { TrialResult } from "../../results/result.ts";

export const TrialContext = createContext<Pick<TrialResult, "steps" | "texts">>({ steps: [] });

/** The trial whose conversation is shown. */
export function useTrial(): Pick<TrialResult, "steps" | "texts"> {
  return useContext(TrialContext);
}
