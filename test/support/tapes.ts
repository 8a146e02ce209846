import { Conversation, type ConversationOptions } from "../../src/traffic/conversation.ts";
import type { HttpRequest, Reply, ReplyBody } from "../../src/traffic/http/http.ts";
import { sharedTexts } from "../../src/traffic/tape/parts.ts";
import { redactorFor } from "../../src/traffic/redact/redact.ts";
import { trialPartText } from "../../src/traffic/tape/trial-part-text.ts";
import { Tape, type TapeContent, type TapeHeader } from "../../src/traffic/tape/tape.ts";
import { readTape, writeTape } from "../../src/traffic/tape/text.ts";

/** The header of tests' tapes, unless a test has its own. */
export const HEADER: TapeHeader = {
  suite: "shop",
  case: "refund",
  trial: 1,
  model: null,
  stream: false,
  recorded_at: "2026-01-31",
  answered_by: "stand-in",
  hosts: ["127.0.0.1:8000"],
  client: "swarm-eval/0.0.0",
};

/** A reply that came whole. */
export function reply(body: ReplyBody, more: Partial<Reply> = {}): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body,
    ms: 10,
    at: 10,
    ...more,
  };
}

/** A request for chat completions. */
export function chat(body: object): HttpRequest {
  return {
    method: "POST",
    url: "https://api.openai.com/v1/chat/completions",
    body: { kind: "json", value: body },
  };
}

export interface TestConversation {
  readonly conversation: Conversation;
  readonly tape: Tape;
  /** What ended the trial. */
  readonly misses: Error[];
  /** The tape as it would be written. */
  text(header?: Partial<TapeHeader>): string;
}

/** A conversation over a tape of its own. */
export function conversationOf(
  mode: ConversationOptions["mode"],
  content?: TapeContent | string,
  options: Partial<ConversationOptions> & {
    readonly environment?: Readonly<Record<string, string>>;
    readonly apis?: readonly string[];
  } = {},
): TestConversation {
  const ofAll = redactorFor(options.environment ?? {});
  const redactor = ofAll.forTrial();
  const recorded = typeof content === "string" ? readTape(content, "tape.jsonl") : content;
  const tape = new Tape(recorded, {
    partText: trialPartText(sharedTexts(ofAll.redact), redactor),
    redactor,
    apis: options.apis ?? ["https://api.openai.com/v1"],
  });
  const misses: Error[] = [];
  const conversation = new Conversation({
    mode,
    tape,
    file: "fixtures/shop/refund.1.jsonl",
    requester: () => "Triage in turn 1",
    command: (again) => `npx swarm-eval run evals/shop.jsonl -t '^refund$' --traffic ${again}`,
    renameCommand: (from) =>
      `npx swarm-eval recordings rename ${from} refund --cases evals/shop.jsonl`,
    otherRecordings: () => [],
    similarRecording: () => undefined,
    abortTrial: (error) => misses.push(error),
    realTime: false,
    ...options,
  });
  return {
    conversation,
    tape,
    misses,
    text: (header = {}) =>
      writeTape({
        version: tape.version,
        header: { ...HEADER, ...header },
        parts: tape.parts(),
        exchanges: tape.exchanges(),
      }),
  };
}

/** The tape of a conversation that made these requests, each answered by its number. */
export function recordingOf(...requests: readonly HttpRequest[]): TapeContent {
  const { conversation, text } = conversationOf("update");
  requests.forEach((request, index) => {
    const decision = conversation.decide(request);
    if (decision.type === "record")
      decision.record(() => reply({ kind: "json", value: { number: index + 1 } }), true);
  });
  return readTape(text(), "tape.jsonl");
}
