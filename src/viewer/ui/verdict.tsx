import type { ComponentChildren } from "preact";
import type { Verdict as Name } from "../../results/result.ts";

const SIGNS: Readonly<Record<Name | "flaky", string>> = {
  passed: "✓",
  failed: "✗",
  errored: "!",
  flaky: "≈",
  skipped: "–",
};

/** A verdict by its sign, its colour and its words. */
export function Verdict(props: {
  readonly is: Name | "flaky";
  readonly children?: ComponentChildren;
}) {
  const { is, children = is } = props;
  return (
    <span class={`verdict ${is}`}>
      <i aria-hidden="true">{SIGNS[is]}</i>
      {children}
    </span>
  );
}
