import { nameOf, type CaseFault, type ModelFault, type ToolFault } from "../../cases/faults.ts";
import type { Landing, PutFault } from "../../checks/recovery.ts";
import type { ChatClient } from "../../swarm/agent/chat-client.ts";
import { wrapCalls } from "../../swarm/agent/wrap-calls.ts";
import type { WrapCall } from "../../swarm/tools/call-tool.ts";
import { givenAnswer } from "./model-fault.ts";
import { givenOutcome, type Slowness } from "./tool-fault.ts";

/** Puts the faults of a case into one trial, and notes where each of them landed. */
export class TrialFaults {
  readonly #faults: readonly CaseFault[];
  readonly #place: Landing;
  readonly #landed = new Map<CaseFault, Landing>();
  readonly #calls = new Map<string, number>();
  #requests = 0;
  #beforeReply: string[] = [];
  /** What was thrown into clients, by its fault. */
  readonly #thrown = new Map<unknown, ModelFault>();
  #end: CaseFault | undefined;

  /** `place` tells where the trial is. */
  constructor(faults: readonly CaseFault[], place: Landing) {
    this.#faults = faults;
    this.#place = place;
  }

  /** What each call of a tool is made through. A fault that leaves its outcome as it was has not landed. */
  wrapCall(slowness: Slowness): WrapCall {
    return async (name, make) => {
      const number = (this.#calls.get(name) ?? 0) + 1;
      this.#calls.set(name, number);
      const fault = this.#faults.find((one) => isFor(one, name, number));
      if (fault === undefined) return make();
      const { turn, agent } = this.#place;
      let own: string | undefined;
      const outcome = await givenOutcome(
        fault.give,
        async () => {
          const made = await make();
          own = made.content;
          return made;
        },
        slowness,
      );
      const isSlow = typeof fault.give === "object" && "slow" in fault.give;
      if (outcome.content === own && !isSlow) return outcome;
      if (!this.#landed.has(fault)) this.#landed.set(fault, { turn, agent });
      return { ...outcome, fault: nameOf(fault) };
    };
  }

  /** The client of agents, each of its requests with the fault that is for it. */
  readonly wrapClient = (client: ChatClient): ChatClient =>
    wrapCalls(client, async (call) => {
      const number = ++this.#requests;
      const fault = this.#faults.find((one) => "model_call" in one && one.model_call === number);
      if (fault === undefined || "tool" in fault) return call.send();
      const { turn, agent } = this.#place;
      this.#landed.set(fault, { turn, agent });
      this.#beforeReply.push(nameOf(fault));
      return givenAnswer(fault.give, call, (error) => this.#thrown.set(error, fault));
    });

  /** The faults of models since the last reply, in a word each; undefined if there were none. */
  takeBeforeReply(): readonly string[] | undefined {
    if (this.#beforeReply.length === 0) return undefined;
    return this.#beforeReply.splice(0);
  }

  /** Whether a trial ended with an error because one of its faults was thrown into it. */
  ended(error: unknown): boolean {
    for (let one = error; one instanceof Error; one = one.cause) {
      this.#end = this.#thrown.get(one);
      if (this.#end !== undefined) return true;
    }
    return false;
  }

  /** What became of them. */
  get put(): PutFault[] {
    return this.#faults.map((fault) => ({
      fault,
      landing: this.#landed.get(fault),
      isEnd: fault === this.#end,
    }));
  }
}

function isFor(fault: CaseFault, tool: string, number: number): fault is ToolFault {
  return (
    "tool" in fault && fault.tool === tool && (fault.call === number || fault.call === "every")
  );
}
