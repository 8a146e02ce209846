import type { Completion, StandInMessage, StandInRequest } from "./completions.ts";

/** An input or an output item of the Responses API. */
interface Item {
  readonly type?: string;
  readonly role?: string;
  readonly id?: string;
  readonly content?: unknown;
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: string;
  readonly output?: string;
  readonly encrypted_content?: string;
}

interface Part {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: string;
}

interface ResponsesBody {
  readonly model: string;
  /** Not to be stored; by default it is. */
  readonly store?: boolean;
  readonly input: readonly Item[];
  readonly include?: readonly string[];
  readonly stream?: boolean;
  readonly tools?: readonly { readonly type: string; readonly strict?: boolean | null }[];
  readonly text?: { readonly format?: { readonly type: string } };
}

/** Models of the stand-in that reason, as those of the API do. */
const REASONS = /^(?:o\d|gpt-[5-9]|gpt-oss)/;

/** What the API says of a request that it does not take; undefined if it takes it. */
export function refusalOf({
  model,
  input,
  include = [],
  store,
}: ResponsesBody): string | undefined {
  if (include.length > 0 && !REASONS.test(model))
    return "Encrypted content is not supported with this model.";
  const calls = new Set<string | undefined>();
  for (const [index, item] of input.entries()) {
    const { type, id, call_id: call, encrypted_content: sealed = "" } = item;
    // What an open model thought can be read.
    if (type === "reasoning" && item.content !== undefined) continue;
    if (type === "function_call") calls.add(call);
    const isOfReply = /^(?:rs|msg|fc|ct)_/.test(id ?? "");
    if (isOfReply && store !== false) continue;
    if (isOfReply)
      return `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false.`;
    if (type === "reasoning") {
      if (!REASONS.test(model))
        return "Reasoning input items can only be provided to a reasoning or computer use model.";
      if (!sealed.startsWith(sealedBy(model)))
        return "The encrypted content could not be verified. Reason: Encrypted content could not be decrypted or parsed.";
      if (input[index + 1] === undefined || input[index + 1]?.role === "user")
        return "Item of type 'reasoning' was provided without its required following item.";
    }
    if (type === "function_call_output" && !calls.has(call))
      return `No tool call found for function call output with call_id ${call}.`;
  }
  return undefined;
}

/** The body as it would have been sent to Chat Completions: scripts know only that. */
export function chatBody({ input, tools, text, ...rest }: ResponsesBody): StandInRequest["body"] {
  const messages: StandInMessage[] = [];
  for (const item of input) {
    const { type, role, call_id: id = "", name = "", arguments: args = "", output = "" } = item;
    const last = messages.at(-1);
    if (type === "function_call") {
      const call = { id, type: "function", function: { name, arguments: args } };
      if (last?.role !== "assistant")
        messages.push({ role: "assistant", content: null, tool_calls: [call] });
      else
        messages[messages.length - 1] = { ...last, tool_calls: [...(last.tool_calls ?? []), call] };
    } else if (type === "function_call_output")
      messages.push({ role: "tool", tool_call_id: id, content: output });
    else if (role !== undefined) messages.push({ role, content: chatContent(item.content) });
  }
  const wrapped = tools?.map(({ type, strict: _, ...tool }) => ({ type, function: tool }));
  return {
    ...rest,
    messages,
    ...(wrapped === undefined ? {} : { tools: wrapped }),
    ...(text?.format === undefined ? {} : { response_format: text.format }),
  } as unknown as StandInRequest["body"];
}

function chatContent(content: unknown): string {
  if (!Array.isArray(content)) return content as string;
  const parts = (content as readonly Part[]).map(({ type, text, image_url: url }) =>
    type === "input_image" ? { type: "image_url", image_url: { url } } : { type: "text", text },
  );
  return parts as unknown as string;
}

/** A completion as a Response. A model that reasons begins with what it thought, sealed. */
export function responseOf(completion: Completion, { model, include = [] }: ResponsesBody): object {
  const { id, created, usage } = completion;
  const { message } = completion.choices[0] as Completion["choices"][0];
  const number = id.split("-").at(-1);
  const reasons = REASONS.test(model);
  const sealed = include.includes("reasoning.encrypted_content")
    ? { encrypted_content: `${sealedBy(model)}${number}` }
    : {};
  const status = "completed";
  return {
    id: `resp_${number}`,
    object: "response",
    created_at: created,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model,
    output: [
      ...(reasons ? [{ id: `rs_${number}`, type: "reasoning", summary: [], ...sealed }] : []),
      ...(message.content === null
        ? []
        : [
            {
              id: `msg_${number}`,
              type: "message",
              status,
              role: "assistant",
              content: [
                { type: "output_text", text: message.content, annotations: [], logprobs: [] },
              ],
              ...(reasons ? { phase: "final_answer" } : {}),
            },
          ]),
      ...(message.tool_calls ?? []).map(({ id: call, function: called }, index) => ({
        id: `fc_${number}_${index + 1}`,
        type: "function_call",
        status,
        call_id: call,
        name: called.name,
        arguments: called.arguments,
      })),
    ],
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    usage: {
      input_tokens: usage["prompt_tokens"],
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: usage["completion_tokens"],
      output_tokens_details: { reasoning_tokens: reasons ? 64 : 0 },
      total_tokens: usage["total_tokens"],
    },
  };
}

/** What a model thought, as only the API can read it. */
export function sealedBy(model: string): string {
  return `gAAAA${Buffer.from(`sealed by ${model}`).toString("base64url")}`;
}

/** The events of a streamed Response, as OpenAI sends them: words and arguments piece by piece. */
export function responseEvents(response: object): object[] {
  const { output, usage } = response as {
    readonly output: readonly Item[];
    readonly usage: object;
  };
  const begun = { ...response, status: "in_progress", output: [], usage: null };
  const events: object[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
  ];
  for (const [output_index, item] of output.entries()) {
    const at = { item_id: item.id, output_index };
    const status = "in_progress";
    if (item.type === "message") {
      const part = (item.content as readonly { readonly text: string }[])[0];
      const place = { ...at, content_index: 0 };
      const text = part?.text ?? "";
      events.push(
        {
          type: "response.output_item.added",
          output_index,
          item: { ...item, status, content: [] },
        },
        { type: "response.content_part.added", ...place, part: { ...part, text: "" } },
        ...(text.match(/\s*\S+\s*/g) ?? []).map((delta) => ({
          type: "response.output_text.delta",
          ...place,
          delta,
          logprobs: [],
        })),
        { type: "response.output_text.done", ...place, text, logprobs: [] },
        { type: "response.content_part.done", ...place, part },
      );
    } else if (item.type === "function_call") {
      events.push(
        {
          type: "response.output_item.added",
          output_index,
          item: { ...item, status, arguments: "" },
        },
        ...(item.arguments?.match(/[^]{1,12}/g) ?? []).map((delta) => ({
          type: "response.function_call_arguments.delta",
          ...at,
          delta,
        })),
        {
          type: "response.function_call_arguments.done",
          ...at,
          name: item.name,
          arguments: item.arguments,
        },
      );
    } else events.push({ type: "response.output_item.added", output_index, item });
    events.push({ type: "response.output_item.done", output_index, item });
  }
  events.push({ type: "response.completed", response: { ...response, usage } });
  return events.map((event, sequence_number) => ({ ...event, sequence_number }));
}
