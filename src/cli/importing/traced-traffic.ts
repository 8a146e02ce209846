import { TrialAbort } from "../../runner/errors.ts";
import {
  addressOf,
  recordedTraffic,
  type Traffic,
  type TrafficOptions,
} from "../../runner/trial/traffic.ts";
import { plural } from "../../text/count.ts";
import type { TracedReply } from "../../traces/reading/replies.ts";
import type { HttpRequest, Reply } from "../../traffic/http/http.ts";
import { TapeFile } from "../../traffic/tape/file.ts";

/** Traffic in which a trace answers for the model, one reply after the other, and nothing reaches the network. */
export function tracedTraffic(
  replies: readonly TracedReply[],
  suite: string,
  options: TrafficOptions,
): Traffic {
  return {
    open(trial, progress, abort) {
      const file = new TapeFile(options.fixtures, addressOf(suite, trial));
      let next = 0;
      const refuse = (what: string): never => {
        const error = new TrialAbort("api", what);
        abort(error);
        throw error;
      };
      const onSend = ({ method, url }: HttpRequest): void => {
        if (!new URL(url).pathname.endsWith("/chat/completions"))
          refuse(`the trace does not hold what ${method} ${url} was answered with`);
        if (next === replies.length)
          refuse(`the agents ask more often than those of the trace, ${plural(next, "time")}`);
      };
      const events = { abort, onSend };
      const traffic = recordedTraffic("update", file, options, progress, events, trial.testCase);
      const { conversation } = traffic;
      const decide = conversation.decide.bind(conversation);
      conversation.decide = (...request) => {
        const decision = decide(...request);
        if (decision.type === "replay") return decision;
        const recorded = asReply(
          replies[next++] as TracedReply,
          next,
          Math.trunc(conversation.now()),
        );
        decision.record(() => recorded, true);
        return {
          type: "replay",
          reply: recorded,
          begun: () => decision.begun(recorded.at),
          ended: () => decision.ended(recorded.at),
        };
      };
      return traffic;
    },
  };
}

/** A traced reply as a server of Chat Completions would have sent it. */
function asReply({ model, message, usage }: TracedReply, number: number, at: number): Reply {
  const { content, tool_calls } = message;
  const finish_reason = tool_calls === undefined ? "stop" : "tool_calls";
  const value = {
    object: "chat.completion",
    id: `trace-${number}`,
    created: 0,
    ...(model === undefined ? {} : { model }),
    choices: [
      {
        index: 0,
        message: { role: "assistant", content, ...(tool_calls && { tool_calls }) },
        finish_reason,
      },
    ],
    ...(usage && {
      usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens },
    }),
  };
  const headers = { "content-type": "application/json" };
  return { status: 200, headers, body: { kind: "json", value }, ms: 0, at };
}
