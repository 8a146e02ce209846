import { syncBuiltinESMExports } from "node:module";
import { patchCryptoOnLoad } from "./crypto.ts";
import { patchDate } from "./date.ts";
import { loadWithoutPools } from "./pools.ts";
import { replaceMethods } from "./stand-in.ts";
import { patchTemporal } from "./temporal.ts";
import { patchTimers } from "./timers.ts";
import { currentTime } from "./trial-time.ts";

/**
 * Makes this process read time and chance from the trial that asks, once and for good, before any code of a trial is
 * loaded. Outside of trials all is as before. `performance.now()`, other threads and other processes keep real time.
 */
export function installClock(): void {
  patchDate();
  patchTemporal();
  replaceMethods(Math, {
    random: (random) => () => currentTime()?.dice().fraction() ?? random(),
  });
  patchTimers();
  patchCryptoOnLoad();
  loadWithoutPools();
  syncBuiltinESMExports();
}
