import { options, type VNode } from "preact";
import { printable } from "../../text/printable.ts";

/** Of every text that is shown, spells out what could hide or turn round what is beside it. */
export function spellOutUnprintable(): void {
  const before = options.vnode;
  options.vnode = (node: VNode) => {
    const made = node as unknown as { type: unknown; props: unknown };
    if (made.type === null && typeof made.props === "string") made.props = printable(made.props);
    before?.(node);
  };
}
