import { apiAnswer } from "../../traffic/http/api-answer.ts";
import type { HeaderFields } from "../../traffic/http/http.ts";
import { isAsyncIterable } from "../../swarm/completion/completion.ts";
import { DeltaMerger } from "../../swarm/completion/merge-deltas.ts";
import { readReply, type Reply } from "../../swarm/completion/reply.ts";
import { asChatAnswer } from "../../swarm/completion/responses-client.ts";
import type { ModelRequest } from "./model-request.ts";

/** What a program's model answered, as its bytes came. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly pieces: readonly Uint8Array[];
}

/** Reads the reply of a model. `nextId` names calls that have no id. Throws openai's errors and UnusableReplyError. */
export async function modelAnswer(
  { api, model, streams }: ModelRequest,
  { pieces, ...head }: RawAnswer,
  nextId: () => string,
): Promise<Reply> {
  const body = (async function* () {
    yield* pieces;
  })();
  const given = await apiAnswer({ ...head, body }, streams);
  const answer = api === "responses" ? asChatAnswer(given, model) : given;
  if (!isAsyncIterable(answer)) return readReply(answer, nextId);
  const merger = new DeltaMerger();
  for await (const chunk of answer) merger.add(chunk);
  return merger.finish(nextId);
}
