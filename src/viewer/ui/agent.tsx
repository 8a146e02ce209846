import { usePage } from "./page-context.ts";

/** Hues that are told apart, those of neighbours most. */
const HUES = [255, 320, 195, 55, 285, 125, 225, 350, 95, 165, 300, 70];

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
