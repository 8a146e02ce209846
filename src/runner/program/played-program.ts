import { expectationsOf, type Case } from "../../cases/case.ts";
import type { Expectation } from "../../cases/expectation.ts";
import { MEMBER } from "../../swarm/agent/member.ts";
import type { Reply } from "../../swarm/completion/reply.ts";
import type { Floor, LoopEvent, Member, Response } from "../../swarm/floor.ts";
import type { Content, ContextVariables, Step } from "../../trajectory/trajectory.ts";
import type { Assembled } from "../agents/agents-module.ts";
import { TrialAbort, UnplayableCaseError } from "../errors.ts";
import { Handover } from "./handover.ts";
import type { ModelListener, ModelProxy } from "./model-proxy.ts";
import type { ModelRequest } from "./model-request.ts";
import type { Program } from "./program.ts";
import type { ToldLine, UserLine } from "./told-line.ts";
import type { TrafficSteps } from "./traffic-steps.ts";

/** What a program is to a case: whoever has the floor, turn by turn, and the state of a world. */
export class PlayedProgram implements ModelListener {
  readonly #program: Program;
  readonly #proxy: Pick<ModelProxy, "settled">;
  readonly #steps: TrafficSteps;
  readonly #testCase: Case;
  #turns = 0;
  /** The turn that is under way. */
  #turn: Handover<Step> | undefined;
  /** What happened between two turns. */
  #between: Step[] = [];
  /** Why the latest request to its model had no reply, if it had none. */
  #failure: string | undefined;

  constructor(
    program: Program,
    proxy: Pick<ModelProxy, "settled">,
    steps: TrafficSteps,
    testCase: Case,
  ) {
    this.#program = program;
    this.#proxy = proxy;
    this.#steps = steps;
    this.#testCase = testCase;
  }

  /** What stands for the agents of a module. */
  assembled(): Assembled {
    const entry = this.#memberNamed(this.#steps.agent);
    const needsState = expectationsOf(this.#testCase).some(({ state }) => state !== undefined);
    return {
      entry,
      agents: [],
      members: [entry],
      starting: (name) => (name === undefined ? entry : this.#memberNamed(name)),
      state: () => (needsState ? this.#program.state() : this.#program.told.state),
    };
  }

  /** Whether it was asked something that it has not answered: its trial was left early. */
  get isAtWork(): boolean {
    return this.#turn !== undefined;
  }

  /** A request waits until all before it was taken in: if nothing can come true any more, it is not made. */
  async asked(request: ModelRequest): Promise<void> {
    try {
      const steps = this.#steps.asked(request);
      if (this.#turn === undefined) this.#between.push(...steps);
      else await this.#turn.give(steps);
    } catch (error) {
      this.#turn?.fail(error);
      throw error;
    }
  }

  answered(request: ModelRequest, reply: Reply | undefined, failure: string | undefined): void {
    if (reply !== undefined) this.#steps.answered(request, reply);
    this.#failure = failure;
  }

  /** It goes on as the same program, under the name of whoever is active. */
  #memberNamed(name: string): Member {
    return { [MEMBER]: true, name, speak: (floor) => this.#speak(floor) };
  }

  async *#speak({ messages, contextVariables = {} }: Floor): AsyncGenerator<LoopEvent, Response> {
    const before = contextVariables as ContextVariables;
    const turn = (this.#turn = new Handover<Step>());
    void turn.give(this.#between.splice(0));
    const ended = this.#playTurn(turn, messages.at(-1)?.content ?? "", before);
    // Whoever reads the turn gets the error.
    ended.catch((error: unknown) => turn.fail(error));
    yield* turn.taken();
    const { reply = "", context_variables: after = before } = await ended;
    const { agent } = this.#steps;
    return {
      messages: [{ role: "assistant", content: reply, sender: agent }],
      agent: this.#memberNamed(agent),
      contextVariables: after,
    };
  }

  async #playTurn(
    turn: Handover<Step>,
    user: Content,
    before: ContextVariables,
  ): Promise<ToldLine> {
    this.#turns++;
    const told = await this.#answer({ user });
    this.#requireTold(told);
    await turn.give(this.#steps.ended(told, before));
    this.#turn = undefined;
    turn.close();
    return told;
  }

  /** What the program answers. What its model failed with is an outage, whatever the program makes of it. */
  async #answer(line: UserLine): Promise<ToldLine> {
    try {
      return await this.#program.answer(line);
    } finally {
      await this.#proxy.settled();
      this.#refuseOutage();
    }
  }

  #refuseOutage(): void {
    if (this.#failure === undefined) return;
    throw new TrialAbort("api", `The program's latest request had no reply: ${this.#failure}`);
  }

  /** Throws UnplayableCaseError if this turn expects what was not told with its reply: it could only pass by chance. */
  #requireTold(told: ToldLine): void {
    const turn = this.#testCase.turns[this.#turns - 1]?.expect;
    const expects = (key: keyof Expectation): boolean =>
      turn?.[key] !== undefined || this.#testCase.expect?.[key] !== undefined;
    for (const key of ["context_variables", "state"] as const)
      if (expects(key) && told[key] === undefined)
        throw new UnplayableCaseError(
          `The case expects something of ${key}, and the program told none with its reply in turn ${this.#turns}. It writes it beside the reply: {"reply":"…","${key}":{…}}.`,
        );
  }
}
