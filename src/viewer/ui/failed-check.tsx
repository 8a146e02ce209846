import type { CheckResult } from "../../results/result.ts";
import { checkName } from "../../reports/failures/explain-trial.ts";
import { routeText } from "../../reports/words/format.ts";
import { Diff, Reason } from "./reason.tsx";

/** A check that did not pass, with what was expected and what was got. */
export function FailedCheck({ check }: { readonly check: CheckResult }) {
  const { expected, actual, reason, verdict, turn } = check;
  const isRoute = expected !== undefined && actual !== undefined;
  return (
    <div class={`failed-check ${verdict}`}>
      <p>
        <b>{checkName(check)}</b> {verdict}
        {turn === null ? ", of the whole case" : ""}
      </p>
      {isRoute ? (
        <>
          <p>{reason}</p>
          <Diff expected={namesText(expected)} got={namesText(actual)} />
        </>
      ) : (
        <Reason text={reason} />
      )}
    </div>
  );
}

function namesText(names: string | readonly string[]): string {
  return typeof names === "string" ? names : routeText(names);
}
