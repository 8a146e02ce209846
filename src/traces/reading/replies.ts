import { isDeepStrictEqual } from "node:util";
import type { Message, Span, SpanDeed, TracedUsage } from "./span.ts";

/** What a model answered. */
export interface TracedReply {
  readonly model: string | undefined;
  readonly message: Message;
  readonly usage: TracedUsage | undefined;
}

type Asked = SpanDeed & { readonly type: "model" };

/** What models answered in a conversation, in the order of its spans; undefined if the trace does not hold it all. */
export function repliesIn(spans: readonly Span[]): TracedReply[] | undefined {
  const asked = spans.flatMap(({ deed }) => (deed.type === "model" ? [deed] : []));
  const replies = asked.flatMap((deed, index): TracedReply[] => {
    const { model, usage, output } = deed;
    const message = repeatedIn(asked.slice(index + 1), deed) ?? output;
    return message?.role === "assistant" ? [{ model, message, usage }] : [];
  });
  return replies.length === asked.length && asked.length > 0 ? replies : undefined;
}

/** A reply as a later request repeats it: some instrumentations keep calls there only. */
function repeatedIn(later: readonly Asked[], { input }: Asked): Message | undefined {
  const before = conversation(input);
  for (const { input: next } of later) {
    const messages = conversation(next);
    if (
      messages.length > before.length &&
      isDeepStrictEqual(messages.slice(0, before.length), before)
    )
      return messages[before.length];
  }
  return undefined;
}

/** The messages without instructions, which are each agent's own. */
function conversation(input: readonly Message[] = []): Message[] {
  return input.filter(({ role }) => role !== "system" && role !== "developer");
}
