import { useDeferred } from "../ui/use-deferred.ts";
import { useKeys } from "../address/keys.ts";
import { go, type View } from "../address/view.ts";
import type { Run } from "../data/run.ts";
import { Baseline } from "../overview/baseline.tsx";
import { Causes } from "../overview/causes.tsx";
import { Spending } from "../overview/spending.tsx";
import { Notes, Sums } from "../overview/sums.tsx";
import { Warnings } from "../overview/warnings.tsx";
import { CaseList } from "./case-list.tsx";
import { filtered, NO_FILTER } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { useLeftAt } from "./left-at.ts";
import { useSearch } from "./search.ts";
import { sorted } from "./sort.ts";

/** What to look at first, then all cases. */
export function CasesView({ run, view }: { readonly run: Run; readonly view: View }) {
  useLeftAt(view);
  useKeys({ Escape: () => go(NO_FILTER, { replace: true }) });
  const found = useSearch(run, useDeferred(view.q ?? ""));
  const rows = sorted(filtered(run, view, found?.ids), run, view.sort);
  return (
    <main>
      <div class="overview">
        <Sums run={run} />
        <div class="columns">
          <Causes run={run} view={view} />
          <Baseline run={run} view={view} />
        </div>
        <Warnings run={run} />
        <Notes run={run} />
        <Spending run={run} />
      </div>
      <h2 id="list">Cases</h2>
      <Filters run={run} view={view} found={found} shown={rows.length} />
      {rows.length === 0 ? (
        <p class="card none">{emptyText(found, run)}</p>
      ) : (
        <CaseList run={run} rows={rows} view={view} />
      )}
    </main>
  );
}

function emptyText(found: ReturnType<typeof useSearch>, run: Run): string {
  if (run.part.rows.length === 0) return "The run has no cases.";
  return found !== undefined && found.looked < run.part.rows.length
    ? "Looking …"
    : "No case is like that. Esc shows all again.";
}
