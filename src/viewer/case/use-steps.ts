import { useKeys } from "../address/keys.ts";

/** Keys that walk through the steps of a conversation. */
export function useSteps(): void {
  const walk = (by: number, selector: string): void => {
    const steps = [...document.querySelectorAll<HTMLElement>(selector)];
    const at = currentOf(steps, by);
    const next = steps[Math.min(steps.length - 1, Math.max(0, at))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "center" });
  };
  useKeys({
    j: () => walk(1, ".event"),
    k: () => walk(-1, ".event"),
    f: () => walk(1, ".event.wrong"),
  });
}

/** The index of the step after or before the one that has the focus; the first one if none has. */
function currentOf(steps: readonly HTMLElement[], by: number): number {
  const focused = document.activeElement?.closest<HTMLElement>(".event");
  if (!focused) return 0;
  const at = steps.indexOf(focused);
  if (at >= 0) return at + by;
  const after = steps.findIndex(
    (step) => (focused.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
  );
  return after < 0 ? 0 : after;
}
