import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** A drawing as wide as its place: its words are as large on a phone as anywhere. */
export function Chart(props: {
  /** What the drawing says, for those who do not see it. */
  readonly label: string;
  readonly height: number;
  readonly children: (width: number) => ComponentChildren;
}) {
  const { label, height, children } = props;
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(480);
  useEffect(() => {
    const size = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(240, Math.min(640, entry.contentRect.width)));
    });
    if (place.current !== null) size.observe(place.current);
    return () => size.disconnect();
  }, []);
  return (
    <div ref={place}>
      <svg class="chart" width={width} height={height} role="img" aria-label={label}>
        {children(width)}
      </svg>
    </div>
  );
}
