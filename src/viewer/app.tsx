import { useEffect, useState } from "preact/hooks";
import { loadPage, type Page } from "./data/page.ts";
import type { Source } from "./data/source.ts";

export function App({ source }: { readonly source: Source }) {
  const [page, setPage] = useState<Page>();
  useEffect(() => {
    const load = async (): Promise<void> => setPage(await loadPage(source));
    void load();
    source.onChange(() => void load());
  }, [source]);
  if (page === undefined) return <p>Loading…</p>;
  return (
    <ul>
      {page.runs.flatMap(({ part }) =>
        part.rows.map((row) => (
          <li>
            {row.id} {row.headline}
          </li>
        )),
      )}
    </ul>
  );
}
