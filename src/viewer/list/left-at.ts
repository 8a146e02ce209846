import { useLayoutEffect, useRef } from "preact/hooks";
import type { View } from "../address/view.ts";

/** Where the list was when a case was opened: how far it was scrolled, and the case. */
const left = { top: 0, chosen: undefined as string | undefined };

/** The case that was chosen last. */
export function chosenLast(): string | undefined {
  return left.chosen;
}

export function rememberChosen(id: string): void {
  left.chosen = id;
}

/**
 * Scrolls to where the list was left, and remembers where it is left next. Who comes from elsewhere with a filter, such as
 * a cause or an edge of the graph, is led to the list.
 */
export function useLeftAt({ cause, agent, tool, handoff, decision }: View): void {
  const isFirst = useRef(true);
  useLayoutEffect(() => {
    scrollTo({ top: left.top, behavior: "instant" });
    return () => {
      left.top = scrollY;
    };
  }, []);
  useLayoutEffect(() => {
    const wasLeft = isFirst.current && left.top > 0;
    isFirst.current = false;
    const isFiltered = [cause, agent, tool, handoff, decision].some((value) => value !== undefined);
    if (isFiltered && !wasLeft) document.getElementById("list")?.scrollIntoView();
  }, [cause, agent, tool, handoff, decision]);
}
