const { stdout, stderr } = process;
const write = stdout.write.bind(stdout);

/** From now on, only `print` writes to stdout. What anybody else writes there, such as a tool that logs, goes to stderr. */
export function ownStdout(): void {
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write;
}

/** Resolves when stdout has taken a text, or refused it, which is said at the end. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => void write(text, () => resolve()));
}
