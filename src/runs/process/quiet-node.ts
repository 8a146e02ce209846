/**
 * Hides Node's warnings of experimental features, which version 22 gives of TypeScript: the user can do nothing about
 * them. Returns what ends that.
 */
export function hideExperimentalWarnings(): () => void {
  const { emitWarning } = process;
  if (quiet.has(emitWarning)) return () => undefined;
  const emitOthers = (warning: string | Error, ...rest: unknown[]): void => {
    const [options] = rest;
    const type = warning instanceof Error ? warning.name : typeOf(options);
    if (type !== "ExperimentalWarning") Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  quiet.add(emitOthers);
  process.emitWarning = emitOthers as typeof emitWarning;
  return () => {
    if (process.emitWarning === emitOthers) process.emitWarning = emitWarning;
  };
}

const quiet = new WeakSet<(...args: never[]) => unknown>();

function typeOf(options: unknown): unknown {
  return typeof options === "object" && options !== null && "type" in options
    ? options.type
    : options;
}
