import { field, textField } from "../../json/value.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { wrapCalls } from "../../swarm/agent/wrap-calls.ts";
import { isAsyncIterable } from "../../swarm/completion/completion.ts";
import { countedUsage, countsTokens } from "../../swarm/completion/usage.ts";
import { untilAborted } from "../../swarm/tools/abort.ts";
import type { HttpRequest } from "../../traffic/http/http.ts";
import type { Budget, Reservation } from "./budget.ts";
import { sizeOf, type SizedRequest } from "./sizes.ts";

/** A completion that a trial is asking for. */
interface Call {
  readonly body: object;
  readonly reservation: Reservation | undefined;
  /** Whether the network answers it, so that it is paid for. */
  isLive: boolean;
}

/** What a trial asks of the budget of its run. */
export type Purse = Pick<Budget, "requirePrices" | "reserve" | "refuse" | "spend">;

/** How a trial reaches the network, and how it is ended. */
export interface MeterOptions {
  /** Whether every completion goes to the network; if not, `onSend` is called with those that do. */
  readonly isLive: boolean;
  /** Whether the trial is sure to ask the network for something. */
  readonly pays: boolean;
  readonly abort: (reason: Error) => void;
}

/** Counts what one trial asks for against the run's budget. A completion that a recording answers costs nothing. */
export class TrialMeter {
  readonly #budget: Purse;
  readonly #options: MeterOptions;
  readonly #calls = new Set<Call>();

  constructor(budget: Purse, options: MeterOptions) {
    this.#budget = budget;
    this.#options = options;
  }

  /** Throws UsageError for models whose price must be known before they are asked. */
  requirePrices(models: readonly string[]): void {
    if (this.#options.pays) this.#budget.requirePrices(models);
  }

  /** The client, asking only if there is room. */
  readonly wrap = (client: ChatClient): ChatClient =>
    wrapCalls(client, async ({ body, signal, send }) => {
      const { isLive } = this.#options;
      const reservation = await this.#reserve(body, signal);
      if (isLive && reservation === undefined) throw this.#refuse(body);
      const call: Call = { body, reservation, isLive };
      const close = (usage: unknown, isFree: boolean, by?: string): void => {
        this.#calls.delete(call);
        if (call.isLive && !isFree) reservation?.settle(countedUsage(usage).usage, by);
        else reservation?.release();
      };
      this.#calls.add(call);
      // An answer that was given up halfway may well be billed.
      signal?.addEventListener("abort", () => close(undefined, false), { once: true });
      try {
        const answer = await send();
        if (isAsyncIterable(answer)) return metered(answer, (usage, by) => close(usage, false, by));
        close(usageOf(answer), false, modelOf(answer));
        return answer;
      } catch (error) {
        close(undefined, true);
        throw error;
      }
    });

  /** Called with a request that no recording answers, before it is sent. Throws if there is no room for it. */
  readonly onSend = ({ url, body }: HttpRequest): void => {
    if (body.kind !== "json" || !ASKS_A_MODEL.test(new URL(url).pathname)) return;
    const calls = [...this.#calls];
    const call =
      calls.find((open) => open.body === body.value) ?? calls.find(({ isLive }) => !isLive);
    const request = body.value as SizedRequest;
    if (call === undefined) {
      // A retry of what is paid for already, or a tool that asks a model by itself.
      if (calls.length === 0 && !this.#budget.spend(sizeOf(request))) throw this.#refuse(request);
      return;
    }
    if (call.reservation === undefined) throw this.#refuse(request);
    call.isLive = true;
  };

  async #reserve(
    body: SizedRequest,
    signal: AbortSignal | undefined,
  ): Promise<Reservation | undefined> {
    const reserved = this.#budget.reserve(sizeOf(body));
    try {
      return await untilAborted(signal, reserved);
    } catch (error) {
      void reserved.then((reservation) => reservation?.release());
      throw error;
    }
  }

  #refuse(request: SizedRequest): Error {
    const reason = this.#budget.refuse(sizeOf(request));
    this.#options.abort(reason);
    return reason;
  }
}

/** The usage of an answer, or of the event that ends one, as the provider wrote it. */
function usageOf(answer: unknown): unknown {
  return field(answer, "usage") ?? field(field(answer, "response"), "usage");
}

/** Who an answer, or an event of one, says that it is of. */
function modelOf(answer: unknown): string | undefined {
  return textField(answer, "model") ?? textField(field(answer, "response"), "model");
}

const ASKS_A_MODEL = /\/(?:chat\/completions|responses)$/;

async function* metered(
  stream: AsyncIterable<unknown>,
  close: (usage: unknown, answeredBy: string | undefined) => void,
): AsyncGenerator<unknown> {
  let usage: unknown;
  let answeredBy: string | undefined;
  try {
    for await (const chunk of stream) {
      const counted = usageOf(chunk);
      if (countsTokens(counted)) usage = counted;
      answeredBy = modelOf(chunk) ?? answeredBy;
      yield chunk;
    }
  } finally {
    close(usage, answeredBy);
  }
}
