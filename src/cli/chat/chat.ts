import { homedir } from "node:os";
import { join } from "node:path";
import { converse, type PlayedTurn } from "../../chat/converse.ts";
import { openHistory } from "../../chat/history.ts";
import { openScreen } from "../../chat/screen.ts";
import { openInput } from "../../chat/user-input.ts";
import { loadAgentsModule } from "../../runner/agents/agents-module.ts";
import { trialError, UsageError } from "../../runner/errors.ts";
import { TrialProgress } from "../../runner/trial/trial-progress.ts";
import { liveTraffic, type TrafficOptions } from "../../runner/trial/traffic.ts";
import type { ContextVariables } from "../../trajectory/trajectory.ts";
import { Swarm } from "../../swarm/swarm.ts";
import { chatAgents, firstAgent } from "./target.ts";
import { showThrough } from "../output/screen.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import type { Asking } from "../../runs/settings/options.ts";
import { homeOf } from "../../runs/settings/folders.ts";
import { prepare } from "../../runs/process/prepare.ts";
import { trafficOptions } from "../../runs/plan/services.ts";
import { recordedSuites, type FileOptions } from "../../runs/files/suites.ts";
import { variantOf } from "../../runs/plan/variants.ts";

/** The options of `chat`, as commander hands them over. */
export interface ChatOptions {
  readonly agent?: string;
  readonly context?: ContextVariables;
  /** What the factory is given, any JSON. */
  readonly world?: unknown;
  readonly modelOverride?: string;
  readonly stream?: boolean;
  /** Milliseconds for each answer. */
  readonly timeout: number;
  /** Completions for each answer; no limit by default. */
  readonly maxTurns?: number | undefined;
  /** The case file that the session is saved in. */
  readonly save?: string;
  readonly id?: string;
  readonly fixtures?: string;
  /** What the config's paths are relative to. */
  readonly root?: string;
  readonly suites?: FileOptions["suites"];
  /** How often the config has cases played. */
  readonly trials?: number | undefined;
  /** What the config adds to the secrets that are taken out of all that is written. */
  readonly secrets?: readonly (string | RegExp)[] | undefined;
  /** How the config has models asked. */
  readonly asking?: Asking | undefined;
  readonly clock: TrafficOptions["clock"];
  readonly passthrough?: readonly string[] | undefined;
}

/** Few, for a person waits, who can ask again. */
const RETRIES = 2;

/** Talks to the agents of a module. Returns the exit code. Throws UsageError and CaseFileError. */
export async function chat(agents: string, options: ChatOptions): Promise<number> {
  const { agent: startAt, context = {}, modelOverride, stream = false, save } = options;
  refuseCaseFile(agents);
  const places = [{ home: homeOf(save ?? agents, options.root) }];
  if (save === undefined) prepare("live", places, { clock: "real" });
  else prepare("update", places, options);
  const traffic = trafficOf(agents, options);
  // Most sessions are not saved, and need not load what that takes.
  const saving =
    save === undefined
      ? undefined
      : await (await import("./save.ts")).startSaving({ ...options, agents, save }, traffic);
  const record = saving?.record ?? (<T>(run: () => Promise<T>) => run());
  const agentsModule = await loadAgentsModule(agents);
  const assembled = await record(() => chatAgents(agentsModule, options));
  const agent = firstAgent(assembled, startAt);
  // Reports a missing key before the first message. Agents that are handed off to are not known yet.
  if (assembled.agents.some(({ client }) => client === undefined)) traffic.server.headers();

  const { signal } = endOnSignal();
  const screen = openScreen(process.stdout);
  const history = openHistory(historyFile(process.env));
  const input = openInput({
    input: process.stdin,
    output: process.stdout,
    prompt: screen.prompt,
    history: history.lines,
    onLine: history.add,
  });
  try {
    if (input.interactive) {
      const kept = save === undefined ? "" : ` It is saved in ${save} then.`;
      screen.note(`${agent.name} is listening. Ctrl-C ends an answer, Ctrl-D the session.${kept}`);
    }
    const turns: PlayedTurn[] = [];
    const { errors } = await converse({
      swarm: new Swarm({
        client: (saving ?? liveTraffic(traffic, new TrialProgress(), () => undefined)).client,
      }),
      agent,
      contextVariables: context,
      override: variantOf(options),
      stream,
      input,
      screen,
      signal,
      timeoutMs: options.timeout,
      maxTurns: options.maxTurns,
      describeError: (error) =>
        error instanceof UsageError ? error.message : trialError(error).message,
      around: async (play) => {
        const turn = await record(play);
        turns.push(turn);
        return turn;
      },
    });
    const codes: number[] = [];
    if (signal.aborted) codes.push(EXIT.interrupted);
    // A person at the terminal has seen them; a script has only the exit code.
    if (errors > 0 && !input.interactive) codes.push(EXIT.errored);
    const { world } = options;
    const begun = { agent: startAt, contextVariables: context, world, modelOverride, stream };
    const session = { ...begun, turns };
    if (saving !== undefined) codes.push(await saving.save(session, input, screen));
    return worst(codes);
  } finally {
    input.close();
  }
}

function refuseCaseFile(agents: string): void {
  if (!agents.endsWith(".jsonl")) return;
  const agentsModule = agents.replace(/\.jsonl$/, ".ts");
  throw new UsageError(
    `${agents} is a case file. Name the agents module of its cases, such as ${agentsModule}.`,
  );
}

/** The suite of a session that belongs to none. */
const UNSAVED = { caseFile: "", fixtures: "" };

function trafficOf(agents: string, options: ChatOptions): TrafficOptions {
  const { save, ...others } = options;
  const [suite = UNSAVED] =
    save === undefined ? [] : recordedSuites([save], { ...others, traffic: "update" });
  const traffic = trafficOptions(suite, { ...others, agents, trials: 1 });
  showThrough(traffic.redactor);
  const { maxRetries: retries = RETRIES } = options.asking?.client ?? {};
  return { ...traffic, server: { ...traffic.server, retries } };
}

/** Among the state of the user's programs, as the XDG base directory specification has it. */
function historyFile(environment: NodeJS.ProcessEnv): string {
  const state = environment["XDG_STATE_HOME"] || join(homedir(), ".local", "state");
  return join(state, "swarm-eval", "chat-history");
}

/** A signal ends the session as Ctrl-D does; a second one ends the process. */
function endOnSignal(): AbortController {
  const controller = new AbortController();
  const end = (): void => controller.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, end);
  // The terminal was closed, or nobody reads the output any longer.
  process.stdout.on("error", end);
  return controller;
}
