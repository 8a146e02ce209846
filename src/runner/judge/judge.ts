import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import type { Case } from "../../cases/case.ts";
import { expectationsOf } from "../../cases/case.ts";
import type { JudgeExpectation } from "../../cases/expectation.ts";
import type { Judge } from "../../checks/judge.ts";
import { untilAborted } from "../../swarm/tools/abort.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { readReply } from "../../swarm/completion/reply.ts";
import type { Usage } from "../../trajectory/trajectory.ts";
import { judgeFinding, none, readVerdict } from "./finding.ts";
import { judgeRequest } from "./question.ts";
import type { Vote } from "./finding.ts";
import { trialError, UsageError } from "../errors.ts";

/** The model that grades where nobody says another. */
export const DEFAULT_JUDGE_MODEL = "gpt-4o";

/** Which model judges: `override` beats the expectation's own, and that beats `fallback`. */
export interface JudgeModel {
  readonly override: string | undefined;
  readonly fallback: string;
}

/** Which model judges, and by which client it is asked. */
export interface JudgeOptions {
  readonly client: ChatClient;
  readonly model: JudgeModel;
  readonly signal: AbortSignal;
  /** Called for every answer that a provider gave. */
  readonly onReply: (model: string, usage: Usage | undefined) => void;
}

/** A judge that asks a model. An answer that is no verdict and a failing API are findings; an abort and a missing key throw. */
export function modelJudge({ client, model, signal, onReply }: JudgeOptions): Judge {
  return async (question) => {
    const name = judgeOf(question, model);
    const votes = await Promise.all(
      Array.from({ length: question.votes }, () => vote(name, question)),
    );
    return judgeFinding(name, question, votes);
  };

  async function vote(name: string, question: Parameters<Judge>[0]): Promise<Vote> {
    try {
      const request = judgeRequest(name, question);
      const answer = await untilAborted(
        signal,
        // The SDK's type knows the request in more detail than it is worth repeating.
        client.chat.completions.create(request as unknown as ChatCompletionCreateParams, {
          signal,
        }),
      );
      const reply = readReply(answer, () => "");
      onReply(name, reply.usage);
      return readVerdict(reply);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof UsageError) throw error;
      return none(`it could not be asked: ${trialError(error).message}`);
    }
  }
}

/** The models that judge the replies of a case. */
export function judgesOf(script: Case, model: JudgeModel): string[] {
  return expectationsOf(script).flatMap(({ output }) =>
    output?.judge === undefined ? [] : [judgeOf(output.judge, model)],
  );
}

function judgeOf({ model: own }: JudgeExpectation, { override, fallback }: JudgeModel): string {
  return override ?? own ?? fallback;
}
