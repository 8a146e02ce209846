import { printable } from "../../text/printable.ts";
import { commandBreaker } from "../../text/workflow-commands.ts";
import { redactorFor, type Redactor } from "../../traffic/redact/redact.ts";

let screen: ReturnType<Redactor["forScreen"]> | undefined;

/** From now on, nothing is printed that this takes out, nor what it took out of a trial. */
export function showThrough(redactor: Redactor): void {
  screen = redactor.forScreen();
}

/** Build servers that run commands which they find in what is printed. */
const COMMANDED_BY = ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"];

/** Whether what is being printed are our own commands. */
let areOwnCommands = false;

/**
 * From now on, stdout and stderr show no secrets, and nothing that a build server takes for a command, whoever writes to
 * them: a tool's log goes there too. Until `showThrough` is called, the secrets are those of the environment.
 */
export function guardScreen(): void {
  const isCommanded = COMMANDED_BY.some((name) => process.env[name]);
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
    const breakCommands = commandBreaker();
    const shown = (text: string): string => {
      screen ??= redactorFor(process.env).forScreen();
      const redacted = screen.redact(text);
      return isCommanded && !areOwnCommands ? breakCommands(redacted) : redacted;
    };
    stream.write = ((chunk: unknown, ...rest: unknown[]) =>
      write(changed(chunk, shown), ...rest)) as typeof stream.write;
  }
}

function changed(chunk: unknown, change: (text: string) => string): unknown {
  if (typeof chunk === "string") return change(chunk);
  if (!(chunk instanceof Uint8Array)) return chunk;
  const text = Buffer.from(chunk).toString();
  const shown = change(text);
  return shown === text ? chunk : shown;
}

/** Prints commands to a build server on stdout. */
export function printCommands(text: string): void {
  areOwnCommands = true;
  process.stdout.write(text);
  areOwnCommands = false;
}

/** Says something on stderr, on lines of its own. What others wrote in it cannot move the cursor. */
export function tell(text: string): void {
  process.stderr.write(`${printable(text)}\n`);
}
