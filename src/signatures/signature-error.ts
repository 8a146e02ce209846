import type { Place } from "./loading/tags.ts";
import type { Refusal } from "./schema/signature.ts";

/** A plain function cannot be described to a model. The message says what cannot, and why, and shows what to write instead. */
export class SignatureError extends Error {
  override readonly name = "SignatureError";
  readonly functionName: string;
  readonly parameter: string | undefined;
  readonly reason: string;
  /** Where the function is; undefined if its module was not seen. */
  readonly place: Place | undefined;

  constructor(functionName: string, refusal: Refusal, place?: Place, options?: ErrorOptions) {
    super(message(functionName, refusal), options);
    this.functionName = functionName;
    this.parameter = refusal.parameter;
    this.reason = refusal.reason;
    this.place = place;
  }
}

function message(functionName: string, refusal: Refusal): string {
  const { parameter, reason } = refusal;
  const subject = functionName === "" ? "A function" : `The function "${functionName}"`;
  const part = parameter === undefined ? "it" : `its parameter "${parameter}"`;
  const advice = refusal.advice ?? describing(functionName, parameter);
  return `${subject} cannot be a tool as it stands: ${part} ${reason}.\n${advice}`;
}

function describing(functionName: string, parameter: string | undefined): string {
  const names = parameter !== undefined && /^[\w$]+$/.test(parameter) ? `${parameter}: …, …` : "…";
  return `Describe it yourself, with tool() from "swarm-eval" and z from "zod":

  tool({
    name: "${toolName(functionName)}",
    description: "…",
    parameters: z.object({ ${names} }),
    execute: (args, { contextVariables }) => …,
  })`;
}

/** A name that the API takes, as near as can be to a function's: `#block` is called `block`. */
function toolName(functionName: string): string {
  const name = functionName.replace(/^#/, "").replaceAll(/[^\w-]+/g, "_");
  return name.slice(0, 64) || "…";
}
