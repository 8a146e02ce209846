import { newId, wordsOf } from "../../cases/importing/new-id.ts";
import { toldCase } from "../../cases/importing/told-case.ts";
import type { Unmapped } from "../../cases/importing/unmapped.ts";
import type { CaseLine } from "../../cases/rules/case-line.ts";
import { conversationsOf } from "./conversations.ts";
import type { TracedReply } from "./replies.ts";
import type { Span } from "./span.ts";

/**
 * A case for each conversation of a trace, which expects what happened as a saved session of `chat` does. `keepReplies` is
 * given what models answered in it, if the trace holds that.
 */
export function traceCases(
  spans: readonly Span[],
  agent: string | undefined,
  unmapped: Unmapped,
  keepReplies?: (id: string, replies: readonly TracedReply[]) => void,
): CaseLine[] {
  const ids = new Set<string>();
  return conversationsOf(spans).flatMap(({ id: trace, turns, before, replies, ...told }) => {
    const { agent: first = agent } = told;
    const [turn] = turns;
    if (turn === undefined) {
      unmapped.add(UNSAID, trace);
      return [];
    }
    const id = newId(wordsOf(turn.user), (taken) => ids.has(taken));
    ids.add(id);
    if (replies !== undefined) keepReplies?.(id, replies);
    const head = {
      id,
      ...(first === undefined ? {} : { agent: first }),
      ...(before.length === 0 ? {} : { messages: before.map((message) => ({ ...message })) }),
    };
    return toldCase(head, turns, unmapped);
  });
}

const UNSAID =
  "left out whole: the trace does not hold what was said. Instrumentations keep that only where they are told to";
