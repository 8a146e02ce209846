import type { GateCase } from "../../results/gate-result.ts";
import { oneLine } from "../../text/printable.ts";
import { divergenceLines } from "../gate/divergence.ts";
import { changeText } from "../gate/regressions.ts";
import { plain } from "../words/paint.ts";
import type { Outcome, Testcase } from "./testcase.ts";

const COLUMNS = 120;

/**
 * A testcase of a run with a baseline. Readers of JUnit go red at any failure, and the run fails on regressions only: a
 * regression is a failure, and any other failure is skipped, with the reason.
 */
export function gatedTestcase(testcase: Testcase, found: GateCase | undefined): Testcase {
  const { outcome } = testcase;
  if (found?.status === "regressed")
    return { ...testcase, outcome: regression(testcase, found), tolerated: "" };
  if (outcome?.element !== "failure") return testcase;
  const message = [excuse(found), outcome.message].filter(Boolean).join(": ");
  return { ...testcase, outcome: { element: "skipped", message, text: outcome.text } };
}

/** A case can have regressed although enough of its trials passed. */
function regression({ outcome, tolerated }: Testcase, { reason, ...found }: GateCase): Outcome {
  const { divergence } = found;
  const message = outcome?.message ?? (reason === null ? undefined : oneLine(reason));
  const diverged =
    divergence === null ? [] : divergenceLines(divergence, { paint: plain, columns: COLUMNS });
  return {
    element: "failure",
    message: [`regressed ${changeText(found)}`, message].filter(Boolean).join(": "),
    type: outcome?.type ?? "regressed",
    text: [...diverged, outcome?.text ?? tolerated].filter(Boolean).join("\n"),
  };
}

/** Why a failed case is not a regression. */
function excuse(found: GateCase | undefined): string {
  if (found === undefined) return "no regression";
  const { status, reason } = found;
  if (status === "new") return "failed, and is not in the baseline";
  if (status === "changed") return `failed, and is not compared with the baseline (${reason})`;
  const words = status === "still_failing" ? "still failing, as in the baseline" : status;
  return `${words} ${changeText(found)}`;
}
