import type { IncomingMessage } from "node:http";

/** A chat request as the stand-in's script sees it; one of the Responses API in the form that Chat Completions has. */
export interface StandInRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** The parsed body; undefined where it is no JSON. */
  readonly body: {
    readonly model: string;
    readonly stream?: boolean;
    readonly messages: readonly StandInMessage[];
    readonly tools?: readonly { readonly function: { readonly name: string } }[];
    readonly [field: string]: unknown;
  };
  /** How many requests came before this one. */
  readonly index: number;
}

export interface StandInMessage {
  readonly role: string;
  readonly content: string | null;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
}

/** A tool call that the stand-in makes; arguments as an object, or as the very text. */
export interface StandInCall {
  readonly name: string;
  readonly arguments?: object | string;
  readonly id?: string;
}

export interface Completion {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly choices: readonly {
    readonly index: 0;
    readonly message: CompletionMessage;
    readonly finish_reason: string;
  }[];
  readonly usage: Readonly<Record<string, number>>;
}

interface CompletionMessage {
  readonly role: "assistant";
  readonly content: string | null;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly type: "function";
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
}

/** The reply as a chat completion. */
export function completionOf(
  request: StandInRequest,
  reply: { readonly say?: string; readonly calls?: readonly StandInCall[] },
): Completion {
  const { say, calls = [] } = reply;
  const turn = request.body.messages.length;
  const message: CompletionMessage = {
    role: "assistant",
    content: say ?? null,
    ...(calls.length === 0
      ? {}
      : {
          tool_calls: calls.map(({ name, arguments: args = {}, id }, index) => ({
            id: id ?? `call_${turn}_${index + 1}`,
            type: "function" as const,
            function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args) },
          })),
        }),
  };
  const prompt = tokens(JSON.stringify([request.body.messages, request.body.tools ?? []]));
  const completion = tokens(JSON.stringify(message));
  return {
    // The same conversation gets the same answer, to the letter, whenever it is recorded.
    id: `chatcmpl-stand-in-${turn}`,
    created: 0,
    model: request.body.model,
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? "tool_calls" : "stop" }],
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
    },
  };
}

/** Four characters a token: near enough for budgets to be about something. */
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** The chunks of a streamed completion, as OpenAI cuts them: the role, then words and arguments piece by piece, then the finish, then the usage. */
export function chunksOf({ id, created, model, choices, usage }: Completion): object[] {
  const { message, finish_reason: reason } = choices[0] as Completion["choices"][0];
  const chunk = (delta: object, finish: string | null = null): object => ({
    id,
    object: "chat.completion.chunk",
    created,
    model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const words = message.content?.match(/\s*\S+\s*/g) ?? [];
  const calls = (message.tool_calls ?? []).flatMap((call, index) => [
    chunk({
      tool_calls: [
        {
          index,
          id: call.id,
          type: "function",
          function: { name: call.function.name, arguments: "" },
        },
      ],
    }),
    ...(call.function.arguments.match(/[^]{1,12}/g) ?? []).map((piece) =>
      chunk({ tool_calls: [{ index, function: { arguments: piece } }] }),
    ),
  ]);
  return [
    chunk({ role: "assistant", content: message.content === null ? null : "" }),
    ...words.map((word) => chunk({ content: word })),
    ...calls,
    chunk({}, reason),
    { id, object: "chat.completion.chunk", created, model, choices: [], usage },
  ];
}
