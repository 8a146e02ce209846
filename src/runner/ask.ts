import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { costOf, type Prices } from "../models/prices.ts";
import { oneCall, type SpendingBuilder } from "../results/spending.ts";
import type { ChatClient } from "../swarm/agent/chat-client.ts";
import { otherModel } from "../swarm/completion/answering-model.ts";
import { readReply, type Reply } from "../swarm/completion/reply.ts";
import { untilAborted } from "../swarm/tools/abort.ts";

/** How models are asked that are no agent's: those that judge, and those that play users. */
export interface Asking {
  readonly client: ChatClient;
  readonly signal: AbortSignal;
  readonly prices: Prices;
  /** What every answer that a provider gave took is added to it. */
  readonly spending: SpendingBuilder;
}

/** Asks for one completion. Throws what the client throws, UnusableReplyError, and the signal's reason. */
export async function ask(
  request: ChatCompletionCreateParams,
  { client, signal, prices, spending }: Asking,
): Promise<Reply> {
  const { model } = request;
  const created = client.chat.completions.create(request, { signal });
  const reply = readReply(await untilAborted(signal, created), () => "");
  const { answeredBy, usage, unusableUsage } = reply;
  const other = otherModel(model, answeredBy);
  const cost = costOf(other ?? model, usage, prices) ?? null;
  const unusable = unusableUsage === undefined ? {} : { unusable_usage: unusableUsage };
  spending.add(model, { ...oneCall(other, usage ?? null, cost), ...unusable });
  return reply;
}
