import { field, textField } from "../../json/value.ts";
import { attemptText } from "../../trajectory/remarks.ts";
import type { Attempt } from "../../trajectory/trajectory.ts";
import type { ChatClient } from "../agent/chat-client.ts";
import { withProviders, type Provider } from "../agent/providers.ts";
import { failureOf } from "../tools/tool-failure.ts";
import type { CompletionEvent } from "./completion.ts";
import { UnusableReplyError, type Reply } from "./reply.ts";

/**
 * A client that asks one provider after the other until one answers. It goes on where a provider refuses (any status of
 * an error, once the provider's own client has retried), cannot be reached, takes too long, or gives no usable reply.
 * Throws a TypeError for what is no list of providers.
 */
export function firstOf(providers: readonly Provider[]): ChatClient {
  const client: ChatClient = {
    chat: {
      completions: {
        // For callers of one's own: a run asks each provider itself, and keeps what was tried.
        async create(body, options) {
          const attempts = new Attempts(providers, options?.signal);
          for (const provider of providers) {
            const request = { ...body, ...provider.request, model: provider.model };
            try {
              return await provider.client.chat.completions.create(request as typeof body, options);
            } catch (error) {
              attempts.add(provider, error);
            }
          }
          throw attempts.failure();
        },
      },
    },
  };
  return withProviders(client, providers);
}

/** None of several providers answered. Its cause is the error of the last. */
export class NoProviderError extends Error {
  override readonly name = "NoProviderError";
  readonly tried: readonly Attempt[];

  constructor(tried: readonly Attempt[], cause: Error) {
    const failures = tried.map(attemptText).join("; ");
    super(`None of the providers answered: ${failures}. The last error: ${cause.message}`, {
      cause,
    });
    this.tried = tried;
  }
}

/** Which of the providers gave a reply, and what was tried before. */
interface First {
  readonly model: string;
  readonly tried?: readonly Attempt[];
}

/**
 * Asks one provider after the other until one answers. Once a reply has begun, nobody else can give it: its stream may
 * have been read. Throws what `ask` throws that is not the provider's, and NoProviderError.
 */
export async function* firstReply<Asked extends Provider, Given extends Reply>(
  providers: readonly Asked[],
  signal: AbortSignal | undefined,
  ask: (provider: Asked) => AsyncGenerator<CompletionEvent, Given>,
): AsyncGenerator<CompletionEvent, Given & First> {
  const [only, ...others] = providers;
  if (only !== undefined && others.length === 0)
    return { ...(yield* ask(only)), model: only.model };
  const attempts = new Attempts(providers, signal);
  for (const provider of providers) {
    const events = ask(provider);
    let start: CompletionEvent | undefined;
    let hasBegun = false;
    try {
      let next = await events.next();
      for (; !next.done; next = await events.next()) {
        if (next.value.type === "message_start") {
          start = next.value;
          continue;
        }
        hasBegun = true;
        if (start !== undefined) yield start;
        start = undefined;
        yield next.value;
      }
      const { tried } = attempts;
      return { ...next.value, model: provider.model, ...(tried.length > 0 && { tried }) };
    } catch (error) {
      if (hasBegun) throw error;
      attempts.add(provider, error);
    } finally {
      await events.return(undefined as never);
    }
  }
  throw attempts.failure();
}

/** The providers that were asked in vain. */
class Attempts {
  readonly tried: Attempt[] = [];
  readonly #signal: AbortSignal | undefined;
  readonly #isAlone: boolean;
  #latest: Error | undefined;

  constructor(providers: readonly Provider[], signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#isAlone = providers.length === 1;
  }

  /** Throws the error if the next provider is not to be asked. */
  add({ client, model }: Provider, error: unknown): void {
    if (this.#isAlone || this.#signal?.aborted === true || !isOfProvider(error)) throw error;
    const host = hostOf(client);
    const status = field(error, "status");
    this.tried.push({
      model,
      ...(host !== undefined && { host }),
      ...(typeof status === "number" ? { status } : { error: codeOf(error) ?? error.name }),
    });
    this.#latest = error;
  }

  failure(): NoProviderError {
    return new NoProviderError(this.tried, this.#latest as Error);
  }
}

/** Whether an error says something of a provider, rather than of the program that asks. */
function isOfProvider(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return (
    typeof field(error, "status") === "number" ||
    error instanceof UnusableReplyError ||
    error.constructor.name.startsWith("APIConnection") ||
    failureOf(error) === "unreachable"
  );
}

/** The code of an error or of what caused it, such as `ECONNREFUSED`: a replay has the same, and not the same words. */
function codeOf(error: unknown): string | undefined {
  const cause = field(error, "cause");
  return textField(error, "code") ?? (cause instanceof Error ? codeOf(cause) : undefined);
}

/** Where a client asks, if it tells. */
function hostOf(client: ChatClient): string | undefined {
  const baseUrl = textField(client, "baseURL") ?? "";
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : undefined;
}
