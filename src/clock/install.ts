import { syncBuiltinESMExports } from "node:module";
import { Patches } from "../patches/patches.ts";
import { patchCryptoOnLoad } from "./crypto.ts";
import { patchDate } from "./date.ts";
import { loadWithoutPools } from "./pools.ts";
import { replaceMethods } from "./stand-in.ts";
import { patchTemporal } from "./temporal.ts";
import { patchTimers } from "./timers.ts";
import { currentTime } from "./trial-time.ts";

/**
 * Makes this process read time and chance from the trial that asks, before any code of a trial is loaded: for good, unless
 * somebody puts the patches back. Outside of trials all is as before. `performance.now()`, other threads and other processes keep real time.
 */
export function installClock(patches: Patches = new Patches()): void {
  patchDate(patches);
  patchTemporal(patches);
  replaceMethods(patches, Math, {
    random: (random) => () => currentTime()?.dice().fraction() ?? random(),
  });
  patchTimers(patches);
  patchCryptoOnLoad(patches);
  loadWithoutPools(patches);
  syncBuiltinESMExports();
}
