import { redactorFor, type Redactor } from "../../traffic/redact/redact.ts";

let screen: ReturnType<Redactor["forScreen"]> | undefined;

/** From now on, nothing is printed that this takes out, nor what it took out of a trial. */
export function showThrough(redactor: Redactor): void {
  screen = redactor.forScreen();
}

/**
 * From now on, stdout and stderr show no secrets, whoever writes to them: a tool's log goes there too. Until `showThrough`
 * is called, the secrets are those of the environment.
 */
export function keepSecretsOffScreen(): void {
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
    stream.write = ((chunk: unknown, ...rest: unknown[]) =>
      write(redacted(chunk), ...rest)) as typeof stream.write;
  }
}

function redacted(chunk: unknown): unknown {
  screen ??= redactorFor(process.env).forScreen();
  if (typeof chunk === "string") return screen.redact(chunk);
  if (!(chunk instanceof Uint8Array)) return chunk;
  const text = Buffer.from(chunk).toString();
  const shown = screen.redact(text);
  return shown === text ? chunk : shown;
}
