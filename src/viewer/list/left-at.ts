import { useLayoutEffect } from "preact/hooks";

/** Where the list was when a case was opened: how far it was scrolled, and the case. */
const left = { top: 0, chosen: undefined as string | undefined };

/** The case that was chosen last. */
export function chosenLast(): string | undefined {
  return left.chosen;
}

export function rememberChosen(id: string): void {
  left.chosen = id;
}

/** Scrolls the list to where it was left, and remembers where it is left next. */
export function useLeftAt(): void {
  useLayoutEffect(() => {
    scrollTo({ top: left.top, behavior: "instant" });
    return () => {
      left.top = scrollY;
    };
  }, []);
}
