import type { GateCase } from "../../results/gate-result.ts";
import type { Outcome, Testcase } from "./testcase.ts";
import { plain } from "../words/paint.ts";
import { divergenceLines } from "../gate/divergence.ts";
import { oneLine } from "../../text/printable.ts";
import { changeText } from "../gate/regressions.ts";

const COLUMNS = 120;

/**
 * What a testcase says where the run is held against a baseline. Readers of this format go red at any failure, and the run
 * fails on regressions only: so a regression is a failure, and what failed besides is skipped, and says why.
 */
export function gatedTestcase(testcase: Testcase, found: GateCase | undefined): Testcase {
  const { outcome } = testcase;
  if (found?.status === "regressed") return { ...testcase, outcome: regression(outcome, found) };
  if (outcome?.element !== "failure") return testcase;
  const message = [excuse(found), outcome.message].filter(Boolean).join(": ");
  return { ...testcase, outcome: { element: "skipped", message, text: outcome.text } };
}

/** One that passes by its share of trials can have regressed too. */
function regression(outcome: Outcome | undefined, found: GateCase): Outcome {
  const { reason, divergence } = found;
  const message = outcome?.message ?? (reason === null ? undefined : oneLine(reason));
  const how =
    divergence === null ? [] : divergenceLines(divergence, { paint: plain, columns: COLUMNS });
  return {
    element: "failure",
    message: [`regressed ${changeText(found)}`, message].filter(Boolean).join(": "),
    type: outcome?.type ?? "regressed",
    text: [...how, ...(outcome === undefined ? [] : [outcome.text])].join("\n"),
  };
}

/** Why a case that failed is no regression. */
function excuse(found: GateCase | undefined): string {
  if (found === undefined) return "no regression";
  const { status, reason } = found;
  if (status === "new") return "failed, and is not in the baseline";
  if (status === "changed") return `failed, and is not compared with the baseline (${reason})`;
  const words = status === "still_failing" ? "still failing, as in the baseline" : status;
  return `${words} ${changeText(found)}`;
}
