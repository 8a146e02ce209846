import { RefusalError } from "../http/refusals.ts";

/** A child that would start without the guard, or what would reach the network below it. */
class UnguardedError extends RefusalError {
  constructor(what: string) {
    super(
      `${what}, so nothing could tell what it asks of the network, and no recording could hold it. ` +
        "Leave NODE_OPTIONS as it is, or run with --traffic live, which keeps no recordings.",
    );
  }
}

/** How a command line takes the variable away, or gives it another value without the one that it has. */
const TAKES_AWAY = [
  /\bNODE_OPTIONS=(?!\S*\$\{?NODE_OPTIONS|"[^"]*\$\{?NODE_OPTIONS)/,
  /\bunset\b[^;&|]*\bNODE_OPTIONS\b/,
  /\benv\b[^;&|]*\s(?:-u\s*|--unset[= ])NODE_OPTIONS\b/,
  /\benv(?:\s+-[-\w=]+)*\s+(?:-|-\w*i\w*|--ignore-environment)(?=\s)/,
];

/** Throws if a program and its arguments, or a line for a shell, would start Node without the guard. */
export function requireGuarded(words: readonly unknown[]): void {
  const line = words.flat().filter((word) => typeof word === "string");
  const text = line.join(" ");
  if (TAKES_AWAY.some((way) => way.test(text)))
    throw new UnguardedError(
      `The child process ${JSON.stringify(text.slice(0, 200))} was not started: it would lose NODE_OPTIONS, by which it is guarded`,
    );
}

/** What `process.binding` gives that opens connections and starts processes, below all that is guarded. */
const BELOW = new Set(["spawn_sync", "process_wrap", "tcp_wrap", "pipe_wrap", "udp_wrap"]);

/** Keeps the old way to Node's own bindings from going below the guard. */
export function guardBindings(): void {
  const old = process as unknown as { binding(name: string): unknown };
  const { binding } = old;
  old.binding = (name) => {
    if (BELOW.has(name)) throw new UnguardedError(`process.binding("${name}") was refused`);
    return Reflect.apply(binding, process, [name]);
  };
}
