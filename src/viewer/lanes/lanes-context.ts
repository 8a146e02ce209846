import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** The lanes of a conversation: everybody in order, and how far they are apart in pixels. */
export interface Lanes {
  readonly names: readonly string[];
  readonly apart: number;
}

const WIDEST = 20;
/** How wide all of them may be, on a wide screen and on a phone. */
const ROOM = 260;
const NARROW_ROOM = 72;

/** Puts many lanes nearer to each other than few. */
export function lanesFor(names: readonly string[], isNarrow: boolean): Lanes {
  const room = isNarrow ? NARROW_ROOM : ROOM;
  return { names, apart: Math.max(4, Math.min(WIDEST, Math.floor(room / names.length))) };
}

export const LanesContext = createContext<Lanes>({ names: [], apart: WIDEST });

/** How wide all lanes are, and where the middle of each is. */
export function useLanes() {
  const { names, apart } = useContext(LanesContext);
  const at = (lane: string): number => (Math.max(0, names.indexOf(lane)) + 0.5) * apart;
  return { names, apart, width: names.length * apart, at };
}
