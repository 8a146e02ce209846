import { typeOfFile } from "../../media/media.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";
import { refusePythonNames, type Agent } from "./agent.ts";

/** What a result is made of; an empty answer by default. */
export interface ResultOptions {
  /** What the model reads as the tool's answer. */
  readonly value?: unknown;
  /** A file to be kept: its path from the working directory, or its bytes. The model reads what it is, and sees pictures. */
  readonly file?: string | Uint8Array | undefined;
  /** The file's type, `image/png`; by default what the ending of its path says. */
  readonly type?: string | undefined;
  /** Hands the conversation to this agent. */
  readonly agent?: Agent | undefined;
  /** Merged into the context variables after all calls of the message. */
  readonly contextVariables?: object | undefined;
}

const RESULT = Symbol.for("swarm-eval.result");

/** What a function returns to hand off, to update context variables, or both. */
export class Result {
  readonly value: unknown;
  readonly file: string | Uint8Array | undefined;
  /** Of the file; undefined if there is none. */
  readonly type: string | undefined;
  readonly agent: Agent | undefined;
  readonly contextVariables: ContextVariables;

  /** Throws a TypeError for options in the spelling of Python, and for a file whose type nobody tells. */
  constructor(options: ResultOptions = {}) {
    refusePythonNames(options, "A result");
    this.value = options.value ?? "";
    this.file = options.file;
    this.type = options.file === undefined ? undefined : typeOf(options.file, options.type);
    this.agent = options.agent;
    this.contextVariables = (options.contextVariables ?? {}) as ContextVariables;
  }

  get [RESULT](): true {
    return true;
  }
}

function typeOf(file: string | Uint8Array, given: string | undefined): string {
  const type = given ?? (typeof file === "string" ? typeOfFile(file) : undefined);
  if (type !== undefined && /^[a-z]+\/[\w.+-]+$/.test(type)) return type;
  const what = typeof file === "string" ? `${file} is` : "its bytes are";
  throw new TypeError(
    `A result's file needs a type that says what ${what}: new Result({ file, type: "image/png" }).`,
  );
}

/** Whether a value is a result, of whichever copy of this package. */
export function isResult(value: unknown): value is Result {
  return typeof value === "object" && value !== null && RESULT in value;
}
