import { Patches } from "../../src/patches/patches.ts";
import { currentConversation } from "../../src/traffic/current.ts";
import { tapeUndici } from "../../src/traffic/guard/undici.ts";

let isTaped = false;

/** `fetch`, recorded and replayed in conversations from now on, for all else in this process is a test's own. */
export function tapedFetch(): typeof fetch {
  if (!isTaped)
    tapeUndici(
      new Patches(),
      () => currentConversation()?.mode,
      () => false,
    );
  isTaped = true;
  return globalThis.fetch;
}
