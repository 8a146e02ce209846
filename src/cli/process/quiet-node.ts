/**
 * Keeps off the screen what Node says of features that it calls experimental, as its version 22 does of TypeScript and of
 * `node:sqlite`: whoever plays a suite can do nothing about them. All other warnings are shown.
 */
export function hideExperimentalWarnings(): void {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    const [options] = rest;
    const type = warning instanceof Error ? warning.name : typeOf(options);
    if (type !== "ExperimentalWarning") Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
}

function typeOf(options: unknown): unknown {
  return typeof options === "object" && options !== null && "type" in options
    ? options.type
    : options;
}
