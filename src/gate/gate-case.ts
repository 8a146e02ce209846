import type { GateCase } from "../results/gate-result.ts";
import type { BaselineCase } from "./baseline/baseline.ts";
import type { Finding } from "./findings.ts";
import { divergence } from "./divergence.ts";
import type { PlayedCase } from "./played-case.ts";

const NOT_COMPARED = { p_value: null, reason: null, divergence: null } as const;

/** A case that was played; the finding of one that was compared. */
export function gateCase(one: PlayedCase, finding: Finding | undefined): GateCase {
  const { id, line, baseline, failing } = one;
  const now = one.now.trials === 0 ? null : one.now;
  const then = baseline === undefined ? null : { passed: baseline.passed, trials: baseline.trials };
  const base = { ...NOT_COMPARED, id, line, baseline: then, now };
  if (baseline === undefined) return { ...base, status: "new" };
  if (one.apart.length > 0) return { ...base, status: "changed", reason: one.apart.join("; ") };
  if (finding === undefined) return { ...base, status: "errored" };
  const { status, p_value } = finding;
  if (status !== "regressed") return { ...base, status, p_value };
  const parts =
    failing === undefined || baseline.passing === undefined
      ? undefined
      : divergence(baseline.passing, failing);
  return { ...base, status, p_value, reason: failing?.reason || null, divergence: parts ?? null };
}

/** A case of the baseline that this run did not play. */
export function absentCase(
  { id, passed, trials }: BaselineCase,
  status: "removed" | "not_played",
): GateCase {
  return { ...NOT_COMPARED, id, line: null, status, baseline: { passed, trials }, now: null };
}
