/** Kept across copies of this package: the command adds the hint, and the agents' copy reads the message. */
const PLAIN: unique symbol = Symbol.for("swarm-eval.message-without-hint") as never;

type Hinted = Error & { [PLAIN]?: string };

/** Says more behind an error's message: what the address was, whether it was recorded. */
export function addHint(error: Error, hint: string): void {
  const plain = (error as Hinted)[PLAIN] ?? error.message;
  Object.defineProperty(error, PLAIN, { value: plain, configurable: true });
  error.message = `${error.message.replace(/\.$/, "")}. ${hint}`;
}

/** What went wrong, as it is told live and in a replay alike. */
export function messageWithoutHint(error: unknown): string {
  return error instanceof Error ? ((error as Hinted)[PLAIN] ?? error.message) : String(error);
}
