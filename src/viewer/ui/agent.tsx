import { usePage } from "./page-context.ts";

/** Hues that are told apart, those of neighbours most. */
const HUES = [255, 150, 25, 310, 200, 75, 345, 120, 280, 50, 175, 0];

/** The hue of an agent, wherever it is shown. */
export function useHue(): (agent: string) => number {
  const { agents } = usePage();
  return (agent) => HUES[(agents.get(agent) ?? 0) % HUES.length] ?? 0;
}

/** The name of an agent in its colour. */
export function Agent({ name, text = name }: { readonly name: string; readonly text?: string }) {
  const hue = useHue()(name);
  return (
    <span class="agent" style={{ "--hue": String(hue) }}>
      {text}
    </span>
  );
}
