import { useEffect, useState } from "preact/hooks";
import { useView } from "../address/view.ts";
import { loadPage, type Page } from "../data/page.ts";
import type { Source } from "../data/source.ts";
import { Help } from "../ui/help.tsx";
import { PageContext } from "../ui/page-context.ts";
import { Top } from "./top.tsx";
import { shownView } from "./views.tsx";

/** What the page shows; again whenever its source has other parts. */
export function App({ source }: { readonly source: Source }) {
  const [page, setPage] = useState<Page>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const load = async (): Promise<void> => {
      try {
        setPage(await loadPage(source));
        setProblem(undefined);
      } catch (error) {
        setProblem(String(error));
      }
    };
    void load();
    source.onChange(() => void load());
  }, [source]);
  return (
    <div class="frame">
      {problem !== undefined && (
        <p class="remark" role="alert">
          {`This report cannot be read: ${problem}`}
        </p>
      )}
      {page === undefined ? (
        problem === undefined && <p class="loading">Unpacking …</p>
      ) : (
        <PageContext.Provider value={page}>
          <Views page={page} />
        </PageContext.Provider>
      )}
    </div>
  );
}

function Views({ page }: { readonly page: Page }) {
  const view = useView();
  const run = page.runs[Number(view.run ?? 0)] ?? page.runs[0];
  const shown = shownView(page, view);
  return (
    <>
      <Top page={page} run={run} view={view} shown={shown?.name} />
      {shown === undefined ? (
        <p class="loading">There is nothing here yet.</p>
      ) : (
        shown.show(page, view, run)
      )}
      <Help />
    </>
  );
}
