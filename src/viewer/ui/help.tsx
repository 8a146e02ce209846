import { useRef } from "preact/hooks";
import { useKeys } from "../address/keys.ts";

const KEYS = [
  ["/", "find in cases and conversations"],
  ["j, k", "next and previous case; in a conversation, step"],
  ["enter", "open the case, or the step"],
  ["n, p", "in a conversation: next and previous case of the list"],
  ["f", "in a conversation: the next step at which something is wrong"],
  ["esc", "back to the list; there, show all cases again"],
  ["?", "show these keys"],
] as const;

/** The keys, shown by `?` or a button at the foot of the page. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = (): void => dialog.current?.showModal();
  useKeys({ "?": open });
  return (
    <footer class="screen-only foot">
      <button onClick={open}>
        Keys <kbd>?</kbd>
      </button>
      <dialog ref={dialog} aria-labelledby="keys">
        <h2 id="keys">Keys</h2>
        <dl>
          {KEYS.map(([key, what]) => (
            <>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </>
          ))}
        </dl>
        <form method="dialog">
          <button>Close</button>
        </form>
      </dialog>
    </footer>
  );
}
