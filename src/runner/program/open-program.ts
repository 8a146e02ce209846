import { expectationsOf, type Case } from "../../cases/case.ts";
import type { PlacedCommand } from "../../cases/command.ts";
import { OWN_PROXY } from "../../traffic/proxy/own-proxy.ts";
import { PLACEHOLDER_KEY } from "../../traffic/proxy/conversation-name.ts";
import type { Assembled } from "../agents/agents-module.ts";
import {
  startModelProxy,
  type ModelListener,
  type ModelProxy,
  type ModelProxyOptions,
} from "./model-proxy.ts";
import { PlayedProgram } from "./played-program.ts";
import { Program } from "./program.ts";
import { SpeakerNames } from "./speaker-names.ts";
import { beginningOf } from "./told-line.ts";
import { TrafficSteps } from "./traffic-steps.ts";
import { refuseForProgram } from "./unplayable.ts";

/** A trial that a program plays. */
interface ProgramOptions extends ModelProxyOptions {
  readonly testCase: Case;
  /** The trial's. */
  readonly signal: AbortSignal;
}

/** A program that plays one trial, until it is disposed of. */
export interface OpenedProgram extends AsyncDisposable {
  /** What stands for agents and their world. */
  readonly assembled: Assembled;
}

/**
 * Starts a program for one trial, which asks its model through a proxy of its own. Throws UnplayableCaseError for a case
 * that no program can play.
 */
export async function openProgram(
  command: PlacedCommand,
  { testCase, signal, ...options }: ProgramOptions,
): Promise<OpenedProgram> {
  refuseForProgram(testCase);
  const listener: ModelListener = {
    asked: (request) => played.asked(request),
    answered: (...told) => played.answered(...told),
  };
  const proxy = await startModelProxy(options, listener);
  const program = new Program(command, environmentOf(proxy));
  const beginning = beginningOf(testCase);
  if (beginning !== undefined) program.begin(beginning);
  const { agents = {} } = command;
  const [first] = Object.keys(agents);
  const names = new SpeakerNames(agents, expectsAgents(testCase));
  const steps = new TrafficSteps(names, testCase.agent ?? first);
  const played = new PlayedProgram(program, proxy, steps, testCase);
  const kill = (): void => {
    program.kill();
    void proxy.close();
  };
  signal.addEventListener("abort", kill, { once: true });
  return {
    assembled: played.assembled(),
    async [Symbol.asyncDispose]() {
      signal.removeEventListener("abort", kill);
      if (played.isAtWork) program.kill();
      await program.end().finally(() => proxy.close());
    },
  };
}

/** The variables by which a program finds its proxy. It never gets the key of the API. */
function environmentOf({ baseUrl }: ModelProxy): Record<string, string> {
  const { host, hostname } = new URL(baseUrl);
  const direct = [process.env["NO_PROXY"] ?? process.env["no_proxy"] ?? [], hostname].flat().join();
  return {
    OPENAI_BASE_URL: baseUrl,
    OPENAI_API_KEY: PLACEHOLDER_KEY,
    NO_PROXY: direct,
    no_proxy: direct,
    [OWN_PROXY]: host,
    // What Python prints into a pipe would else come when the pipe is full.
    PYTHONUNBUFFERED: "1",
  };
}

/** Whether a case can only be judged if it is known who did what. */
function expectsAgents(testCase: Case): boolean {
  return expectationsOf(testCase).some(
    ({ agent, final_agent: last, handoffs, speakers, output, tool_calls: calls }) =>
      [agent, last, handoffs, speakers, output?.by].some((one) => one !== undefined) ||
      calls?.calls.some((call) => call.agent !== undefined) === true,
  );
}
