import module from "node:module";
import type { Patches } from "../patches/patches.ts";
import { patchDraws } from "./draws.ts";
import { replaceMethods } from "./stand-in.ts";

const NAMES = /^(?:node:)?crypto$/;

/**
 * Makes what `node:crypto` and the global `crypto` draw come from the dice of the trial that draws. To load them takes
 * longer than a trial, and few trials draw, so they are patched when they are first asked for.
 */
export function patchCryptoOnLoad(patches: Patches): void {
  const { getBuiltinModule } = process;
  let isPatched = false;
  const patch = (): void => {
    if (isPatched) return;
    isPatched = true;
    patchDraws(patches, getBuiltinModule("node:crypto"));
    module.syncBuiltinESMExports();
  };
  const { moduleLoadList = [] } = process as { moduleLoadList?: readonly string[] };
  if (moduleLoadList.includes("NativeModule crypto")) return patch();

  patches.hookModules({
    resolve(specifier, context, nextResolve) {
      if (NAMES.test(specifier)) patch();
      return nextResolve(specifier, context);
    },
  });
  replaceMethods(patches, process, {
    getBuiltinModule: () => (id: string) => {
      if (NAMES.test(id)) patch();
      return getBuiltinModule(id) as unknown;
    },
  });
  const webCrypto = Object.getOwnPropertyDescriptor(globalThis, "crypto") as { get(): unknown };
  patches.define(globalThis, "crypto", {
    configurable: true,
    get() {
      patch();
      Object.defineProperty(globalThis, "crypto", webCrypto);
      return globalThis.crypto;
    },
  });
}
