import type { Patches } from "../patches/patches.ts";

/**
 * Packages that draw more random bytes at a time than they need, and give the rest to whoever comes next, in whatever
 * trial. Their builds for browsers draw what they need.
 */
const POOLING = /^(?:nanoid|uuid)(?:\/|$)/;

/** Keeps the ids that such packages make in a trial from depending on other trials. */
export function loadWithoutPools(patches: Patches): void {
  patches.hookModules({
    resolve(specifier, context, nextResolve) {
      if (!POOLING.test(specifier)) return nextResolve(specifier, context);
      const others = context.conditions.filter((condition) => condition !== "node");
      return nextResolve(specifier, { ...context, conditions: ["browser", ...others] });
    },
  });
}
