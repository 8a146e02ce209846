import { useEffect, useState } from "preact/hooks";
import type { Row } from "../../reports/html/parts.ts";
import type { Run } from "../data/run.ts";

/** The cases in which all words stand, as far as it was looked. */
export interface Found {
  readonly ids: ReadonlySet<string>;
  /** How many cases were looked through, of all of them. */
  readonly looked: number;
}

/** Milliseconds. */
const SHOWN_EVERY = 150;

/**
 * Looks for words in cases and their conversations, block by block, so that the page stays awake. Undefined if there are no
 * words.
 */
export function useSearch(run: Run, text: string): Found | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const key = words.join(" ");
  const [found, setFound] = useState<Found & { readonly key: string }>();
  useEffect(() => {
    let isStale = false;
    const look = async (): Promise<void> => {
      const ids = new Set<string>();
      let looked = 0;
      let shown = 0;
      for (const [block, rows] of Map.groupBy(run.part.rows, (row) => row.block)) {
        const texts = await run.texts(block);
        if (isStale) return;
        for (const row of rows) {
          const all = `${rowText(row)}\n${texts.get(row.id) ?? ""}`;
          if (words.every((word) => all.includes(word))) ids.add(row.id);
        }
        looked += rows.length;
        // To list what is found takes longer than to look through a block.
        if (looked < run.part.rows.length && performance.now() < shown + SHOWN_EVERY) continue;
        shown = performance.now();
        setFound({ ids: new Set(ids), looked, key });
      }
    };
    if (words.length > 0) void look();
    return () => {
      isStale = true;
    };
  }, [run, key]);
  if (words.length === 0) return undefined;
  return found?.key === key ? found : { ids: new Set(), looked: 0 };
}

function rowText({ id, tags, headline, route, outcome }: Row): string {
  return [id, ...tags, headline, ...route, outcome].join("\n").toLowerCase();
}
