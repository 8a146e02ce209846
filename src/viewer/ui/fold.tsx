import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useMedia } from "./use-media.ts";

/** What can be opened. Its inside is made when it is opened first, and on paper. */
export function Fold(props: {
  readonly class: string;
  readonly summary: ComponentChildren;
  /** What a pointer is told that rests on the summary. */
  readonly title?: string;
  readonly isOpen?: boolean;
  readonly children: () => ComponentChildren;
}) {
  const { class: name, summary, title, isOpen = false, children } = props;
  const [wasOpened, setOpened] = useState(isOpen);
  const isPaper = useMedia("print");
  return (
    <details class={name} open={isOpen} onToggle={() => setOpened(true)}>
      <summary title={title}>{summary}</summary>
      {(wasOpened || isPaper) && children()}
    </details>
  );
}
