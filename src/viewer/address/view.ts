import { useEffect, useState } from "preact/hooks";

/** What the address says is shown: any of it may be missing. */
const KEYS = [
  /** `cases` by default. */
  "view",
  /** The number of a run. */
  "run",
  /** The id of the case that is open. */
  "case",
  "trial",
  /** The number of the step that is looked at. */
  "step",
  /** What stands beside that trial: `<run>.<trial>`. */
  "beside",
  // The rest says which cases are listed.
  "verdict",
  "cause",
  "tag",
  "agent",
  "tool",
  "model",
  /** `from → to`, each as JSON. */
  "handoff",
  "decision",
  "q",
  "sort",
] as const;

type Key = (typeof KEYS)[number];

/** Texts by what they say; undefined where nothing is said. */
export type View = { readonly [key in Key]?: string | undefined };

/** The view of an address such as `#case=refund&trial=2`. */
function viewOf(hash: string): View {
  const written = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.fromEntries(
    KEYS.flatMap((key) => {
      const value = written.get(key);
      return value === null || value === "" ? [] : [[key, value]];
    }),
  );
}

/** The address of this view with changes: what is undefined in them is left out. */
export function addressOf(view: View, changes: View = {}): string {
  const whole: View = { ...view, ...changes };
  const written = new URLSearchParams();
  for (const key of KEYS) if (whole[key]) written.set(key, whole[key]);
  return `#${written}`;
}

/** The view that the address names by now, which may not be shown yet. */
export function addressedView(): View {
  return viewOf(location.hash);
}

/** Goes to another view. A replaced one is not gone back to. */
export function go(changes: View, { replace = false } = {}): void {
  const address = addressOf(addressedView(), changes);
  if (address === (location.hash || "#")) return;
  if (replace) location.replace(address);
  else location.hash = address;
  // The browser tells of it later, and whoever has acted is to see it at once.
  dispatchEvent(new HashChangeEvent("hashchange"));
}

/** The view of the address, whenever that changes. */
export function useView(): View {
  const [view, setView] = useState(addressedView);
  useEffect(() => {
    const changed = (): void => setView(addressedView());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return view;
}
