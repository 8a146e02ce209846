/**
 * Vitest's API, where tests run; it marks its workers by this global. Its config imports this package, too, and there
 * vitest cannot be imported.
 */
export const running = "__vitest_worker__" in globalThis ? await import("vitest") : undefined;

/** Whether `vitest -u` asked for what was recorded to be recorded anew. To be called in a test. */
export function isUpdating(): boolean {
  const { snapshotState } = running?.expect.getState() ?? {};
  // Version 5 has a name for it.
  const { snapshotUpdateState, _updateSnapshot } = (snapshotState ?? {}) as {
    readonly snapshotUpdateState?: string;
    readonly _updateSnapshot?: string;
  };
  return (snapshotUpdateState ?? _updateSnapshot) === "all";
}
