import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** Rows that are drawn beyond each end of the screen. */
const BEYOND = 12;

/** Which rows of a long list are near the screen, from its offset in the page; all of them on paper. */
export function useWindow(
  list: RefObject<HTMLElement | null>,
  count: number,
  height: number,
): readonly [from: number, to: number] {
  const [range, setRange] = useState<readonly [number, number]>([0, 40]);
  useEffect(() => {
    const paper = matchMedia("print");
    const measure = (): void => {
      if (list.current === null) return;
      if (paper.matches) return setRange([0, count]);
      const above = -list.current.getBoundingClientRect().top;
      const from = Math.max(0, Math.floor(above / height) - BEYOND);
      const to = Math.min(count, Math.ceil((above + innerHeight) / height) + BEYOND);
      setRange((before) => (before[0] === from && before[1] === to ? before : [from, to]));
    };
    measure();
    const size = new ResizeObserver(measure);
    size.observe(document.body);
    addEventListener("scroll", measure, { passive: true });
    addEventListener("resize", measure);
    paper.addEventListener("change", measure);
    return () => {
      size.disconnect();
      removeEventListener("scroll", measure);
      removeEventListener("resize", measure);
      paper.removeEventListener("change", measure);
    };
  }, [list, count, height]);
  return [Math.min(range[0], count), Math.min(range[1], count)];
}
