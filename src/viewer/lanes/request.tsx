import { field, isRecord, textField } from "../../json/value.ts";
import { describeContent } from "../../trajectory/content.ts";
import { requestOf } from "../../trajectory/requests.ts";
import type { ReplyStep } from "../../trajectory/trajectory.ts";
import { Fold } from "../ui/fold.tsx";
import { LongText, PrettyJson } from "../ui/long-text.tsx";
import { useTrial } from "./trial-context.ts";

/** What the model was sent for a reply, and what it answered. */
export function WhatTheModelSaw({ reply }: { readonly reply: ReplyStep }) {
  const title = reply.request ? "What the model saw" : "Raw reply";
  return (
    <Fold class="seen screen-only" summary={title} title={title}>
      {() => <Exchange reply={reply} />}
    </Fold>
  );
}

function Exchange({ reply }: { readonly reply: ReplyStep }) {
  const { steps, texts = {} } = useTrial();
  const { message, model, answeredBy, usage, finishReason } = reply;
  const raw = { model, answered_by: answeredBy, message, usage, finish_reason: finishReason };
  const { messages = [], parameters = {} } = requestOf(reply, steps, texts) ?? {};
  const { tools, ...others } = parameters;
  return (
    <div class="inside">
      {messages.map((one, index) => (
        <SentMessage key={index} message={one} />
      ))}
      {Array.isArray(tools) && (
        <>
          <h5>Tools</h5>
          {tools.map((tool: unknown, index) => (
            <SentTool key={index} tool={tool} />
          ))}
        </>
      )}
      <Json title="Parameters" value={others} />
      <Json title="Reply" value={raw} />
    </div>
  );
}

function SentMessage({ message }: { readonly message: unknown }) {
  const role = textField(message, "role") ?? "";
  const name = textField(message, "name");
  const words = describeContent(field(message, "content"));
  const {
    role: _role,
    name: _name,
    content: _content,
    ...others
  } = isRecord(message) ? message : {};
  return (
    <div class="sent">
      <h5>{name === undefined ? role : `${role}, ${name}`}</h5>
      {words !== "" && <LongText text={words} />}
      {Object.keys(others).length > 0 && <LongText mono text={JSON.stringify(others, null, 2)} />}
    </div>
  );
}

function SentTool({ tool }: { readonly tool: unknown }) {
  const described = field(tool, "function") ?? tool;
  const name = textField(described, "name") ?? "";
  const description = textField(described, "description") ?? "";
  return (
    <Fold
      class="tool"
      summary={
        <>
          <code>{name}</code> <span class="quiet">{description}</span>
        </>
      }
    >
      {() => <PrettyJson text={JSON.stringify(tool)} />}
    </Fold>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: object }) {
  if (Object.keys(value).length === 0) return null;
  return (
    <>
      <h5>{title}</h5>
      <LongText mono text={JSON.stringify(value, null, 2)} />
    </>
  );
}
