import { addsMessage, annotatedMessage, stripAnnotations } from "./messages.ts";
import type { ReplyStep, Step, Trajectory } from "./trajectory.ts";

/** Texts by their keys, as requests refer to them. */
export type Texts = Readonly<Record<string, string>>;

/** What a model was sent. */
export interface SentRequest {
  /** Messages of Chat Completions, the agent's instructions first. */
  readonly messages: readonly unknown[];
  /** The tools, and what else the request said beside the model. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The message of Chat Completions that a step adds to the conversation; undefined if it adds none. */
export function messageAddedBy(step: Step): object | undefined {
  if (step.type === "user") return { role: "user", content: step.content };
  return addsMessage(step) ? stripAnnotations(annotatedMessage(step)) : undefined;
}

/** What the model was sent for a reply of a trial; undefined if the result does not say, or its texts are gone. */
export function requestOf(
  { request }: ReplyStep,
  steps: Trajectory,
  texts: Texts,
): SentRequest | undefined {
  if (request === undefined || keysOf(request).some((key) => texts[key] === undefined))
    return undefined;
  const added = steps.map(messageAddedBy).filter((message) => message !== undefined);
  const valueOf = (key: string): unknown => JSON.parse(texts[key] ?? "null");
  return {
    messages: request.messages.flatMap((part) =>
      typeof part === "string" ? [valueOf(part)] : added.slice(part[0], part[1] + 1),
    ),
    parameters:
      request.parameters === undefined
        ? {}
        : (valueOf(request.parameters) as Readonly<Record<string, unknown>>),
  };
}

/** The keys of all texts that the requests of a trial refer to. */
export function textKeysIn(steps: Trajectory): string[] {
  return steps.flatMap((step) =>
    step.type === "reply" && step.request !== undefined ? keysOf(step.request) : [],
  );
}

function keysOf({ parameters, messages }: NonNullable<ReplyStep["request"]>): string[] {
  const ofMessages = messages.filter((part) => typeof part === "string");
  return parameters === undefined ? ofMessages : [parameters, ...ofMessages];
}
