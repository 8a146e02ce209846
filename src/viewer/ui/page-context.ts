import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Page } from "../data/page.ts";

export const PageContext = createContext<Page | undefined>(undefined);

/** The page that is shown. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new TypeError("No page is shown.");
  return page;
}
