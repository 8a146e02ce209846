import type { DriftedCase, GateCase, GateResult } from "../../results/gate-result.ts";
import { oneLine } from "../../text/printable.ts";
import { divergenceLines } from "../gate/divergence.ts";
import { driftText } from "../gate/drift.ts";
import { changeText } from "../words/gate.ts";
import { plain } from "../words/paint.ts";
import type { Outcome, Testcase } from "./testcase.ts";

const COLUMNS = 120;

/** What becomes of testcases in a run with a baseline. */
export function gatedTestcases({ cases, drift }: GateResult): (testcase: Testcase) => Testcase {
  const found = new Map(cases.map((one) => [one.id, one]));
  const drifted = new Map(drift?.cases.map((one) => [one.id, one]));
  return (testcase) => {
    const gated = gatedTestcase(testcase, found.get(testcase.id));
    const how = drifted.get(testcase.id);
    return how === undefined ? gated : driftedTestcase(gated, how, drift?.allowed === true);
  };
}

/** Drift is a failure where it is not allowed, and else only told. */
function driftedTestcase(testcase: Testcase, how: DriftedCase, allowed: boolean): Testcase {
  const { divergence } = how;
  const message = driftText(how);
  const lines =
    divergence === null ? [] : divergenceLines(divergence, { paint: plain, columns: COLUMNS });
  if (allowed || testcase.outcome !== undefined)
    return {
      ...testcase,
      tolerated: [testcase.tolerated, message, ...lines].filter(Boolean).join("\n"),
    };
  return {
    ...testcase,
    outcome: { element: "failure", message, type: "drift", text: lines.join("\n") },
  };
}

/**
 * A testcase of a run with a baseline. Readers of JUnit go red at any failure, and the run fails on regressions only: a
 * regression is a failure, and any other failure is skipped, with the reason.
 */
function gatedTestcase(testcase: Testcase, found: GateCase | undefined): Testcase {
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
