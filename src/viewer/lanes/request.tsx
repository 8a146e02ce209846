import type { ReplyStep } from "../../trajectory/trajectory.ts";
import { Fold } from "../ui/fold.tsx";
import { LongText } from "../ui/long-text.tsx";

/** What a model was sent. */
export interface Request {
  readonly system: string;
  readonly messages: readonly unknown[];
  readonly tools: readonly unknown[];
  /** What else was asked: temperature, response format … */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The request that a reply answers; undefined where the result does not keep it. */
export function requestOf(_reply: ReplyStep): Request | undefined {
  return undefined;
}

/** What the model saw and what it answered, as they went over the wire. */
export function WhatTheModelSaw(props: {
  readonly request: Request | undefined;
  readonly reply: ReplyStep;
}) {
  const { request, reply } = props;
  const { message, model, answeredBy, usage, finishReason } = reply;
  const raw = { model, answered_by: answeredBy, message, usage, finish_reason: finishReason };
  return (
    <Fold
      class="seen screen-only"
      summary={request === undefined ? "Raw reply" : "What the model saw"}
    >
      {() => (
        <div class="inside">
          {request && (
            <>
              <h5>System prompt</h5>
              <LongText text={request.system} />
              <Json title="Messages" value={request.messages} />
              <Json title="Tools" value={request.tools} />
              <Json title="Parameters" value={request.parameters} />
            </>
          )}
          <Json title="Reply" value={raw} />
        </div>
      )}
    </Fold>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }) {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return null;
  return (
    <>
      <h5>{title}</h5>
      <LongText mono text={JSON.stringify(value, null, 2)} />
    </>
  );
}
