import type { Refusal } from "./signature.ts";

/** A plain function cannot be described to a model as it is. The message says which function and parameter, why, and how `tool()` describes it instead. */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
  readonly functionName: string;
  readonly parameter: string | undefined;
  readonly reason: string;

  constructor(functionName: string, refusal: Refusal, options?: ErrorOptions) {
    super(message(functionName, refusal), options);
    this.functionName = functionName;
    this.parameter = refusal.parameter;
    this.reason = refusal.reason;
  }
}

function message(functionName: string, { parameter, reason }: Refusal): string {
  const subject = functionName === "" ? "A function" : `The function "${functionName}"`;
  const part = parameter === undefined ? "it" : `its parameter "${parameter}"`;
  const names = parameter !== undefined && /^[\w$]+$/.test(parameter) ? `${parameter}: …, …` : "…";
  return `${subject} cannot be a tool as it stands: ${part} ${reason}.
Describe it yourself, with tool() from "swarm-eval" and z from "zod":

  tool({
    name: "${functionName === "" ? "…" : functionName}",
    description: "…",
    parameters: z.object({ ${names} }),
    execute: (args, { contextVariables }) => …,
  })`;
}
