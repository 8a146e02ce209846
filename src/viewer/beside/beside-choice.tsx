import { go, type View } from "../address/view.ts";
import type { Side } from "./side.ts";

/** Chooses the trial that is laid beside the one that is shown. */
export function BesideChoice({
  sides,
  view,
}: {
  readonly sides: readonly Side[];
  readonly view: View;
}) {
  if (sides.length === 0) return null;
  return (
    <label class="runs screen-only">
      Beside it
      <select
        value={view.beside ?? ""}
        onChange={({ currentTarget }) => go({ beside: currentTarget.value, step: undefined })}
      >
        <option value="">nothing</option>
        {sides.map(({ name, text }) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
