import type { ComponentChildren } from "preact";
import type { View } from "../address/view.ts";
import { CasePage } from "../case/case-page.tsx";
import type { Page } from "../data/page.ts";
import type { Run } from "../data/run.ts";
import { CasesView } from "../list/cases-view.tsx";
import { HistoryView } from "../runs/history-view.tsx";
import { ModelsView } from "../runs/models-view.tsx";
import { SuitesView } from "../runs/suites-view.tsx";
import { SwarmView } from "../swarm/swarm-view.tsx";

/** What a page can show, by the name that its address has. */
interface ViewOfPage {
  readonly name: string;
  readonly title: string;
  /** Whether the page has anything of it. */
  readonly isThere: (page: Page) => boolean;
  readonly show: (page: Page, view: View, run: Run | undefined) => ComponentChildren;
}

const NO_RUN = <p class="loading">There is no run here yet.</p>;

const VIEWS: readonly ViewOfPage[] = [
  {
    name: "suites",
    title: "Suites",
    isThere: ({ runs }) => new Set(runs.map(({ part }) => part.header.suite)).size > 1,
    show: (page) => <SuitesView page={page} />,
  },
  {
    name: "models",
    title: "Models",
    isThere: ({ comparisons }) => comparisons.length > 0,
    show: (page) =>
      page.comparisons.map((comparison) => (
        <ModelsView key={comparison.suite} comparison={comparison} page={page} />
      )),
  },
  {
    name: "cases",
    title: "Cases",
    isThere: ({ runs }) => runs.length > 0,
    show: (_page, view, run) => {
      if (run === undefined) return NO_RUN;
      if (view.case === undefined) return <CasesView run={run} view={view} />;
      return <CasePage key={view.case} run={run} view={view} id={view.case} />;
    },
  },
  {
    name: "swarm",
    title: "Swarm",
    isThere: ({ runs }) => runs.length > 0,
    show: (_page, view, run) => (run === undefined ? NO_RUN : <SwarmView run={run} view={view} />),
  },
  {
    name: "history",
    title: "History",
    isThere: ({ histories }) => histories.length > 0,
    show: ({ histories }) => <HistoryView histories={histories} />,
  },
];

/** The views that a page has. */
export function viewsOf(page: Page): readonly ViewOfPage[] {
  return VIEWS.filter(({ isThere }) => isThere(page));
}

/** The view that an address names: that of cases if it names one of them, else the first one that there is. */
export function shownView(page: Page, view: View): ViewOfPage | undefined {
  const views = viewsOf(page);
  const named = view.view ?? (view.case === undefined ? undefined : "cases");
  return views.find(({ name }) => name === named) ?? views[0];
}
