import { baseUrlProblem } from "../../config/client.ts";
import { UsageError } from "../../runner/errors.ts";
import type { TrafficOptions } from "../../runner/trial/traffic.ts";
import { plural } from "../../text/count.ts";
import { conversationName, hasPlaceholderKey } from "../../traffic/proxy/conversation-name.ts";
import { forward, type Upstream } from "../../traffic/proxy/forward.ts";
import { startProxy, type Answer, type ProxyServer } from "../../traffic/proxy/proxy-server.ts";
import { apiAddress } from "../../traffic/tape/request-line.ts";
import type { PlayOptions } from "../../runs/settings/options.ts";
import { tell } from "../output/screen.ts";
import { usualFixtures } from "../../runs/files/fixtures.ts";
import { trafficOptions } from "../../runs/plan/services.ts";
import { serverOf } from "../../runs/plan/servers.ts";
import { apiBaseUrl, keyHeader, keyIn, readDotEnv } from "../../runs/settings/environment.ts";
import { interruption } from "../process/events.ts";
import { EXIT, worst } from "../process/exit-code.ts";
import { flag, ownCommand } from "../../runs/settings/own-command.ts";
import { Conversations, type Ended } from "./conversations.ts";

/** The options of `proxy`, as commander hands them over. */
export interface ProxyOptions extends Pick<
  PlayOptions,
  | "asking"
  | "config"
  | "fixtures"
  | "keptHeaders"
  | "matchedHeaders"
  | "realTime"
  | "root"
  | "secrets"
  | "traffic"
> {
  readonly upstream?: string;
  readonly suite: string;
  readonly port: number;
}

/** Stands between programs and their API until it is interrupted. Returns the exit code. Throws UsageError. */
export async function proxy(options: ProxyOptions): Promise<number> {
  const { traffic: mode, suite, port } = options;
  readDotEnv([]);
  const address = upstreamAddress(options);
  const traffic = tapesOf(address, options);
  const upstream = upstreamOf(address, options);
  const conversations =
    mode === "live"
      ? undefined
      : new Conversations(suite, mode, traffic, ({ message }) => tell(message));
  const signal = interruption();
  const server = await listen(port, async (request) =>
    forward(request, upstream, conversations?.named(conversationName(request.headers))),
  );
  process.stdout.write(`OPENAI_BASE_URL=${server.origin}${basePath(address)}\n`);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await server.close();
  return conversations === undefined ? EXIT.passed : report(conversations.end(), options);
}

/** Throws UsageError for a port that cannot be had. */
async function listen(port: number, answer: Answer): Promise<ProxyServer> {
  try {
    return await startProxy(answer, port);
  } catch (error) {
    throw new UsageError(
      `The proxy cannot listen on port ${port}: ${(error as Error).message}. Name another by --port.`,
    );
  }
}

/** The address of the API, which may be without a path. Throws UsageError for one that cannot be asked. */
function upstreamAddress({ upstream = apiBaseUrl() }: ProxyOptions): URL {
  const problem = baseUrlProblem(upstream);
  if (problem !== undefined)
    throw new UsageError(`The proxy cannot stand before ${upstream}: ${problem}.`);
  return new URL(upstream);
}

/** What comes behind the host in the address that a program is given, as in that of the API. */
function basePath({ pathname }: URL): string {
  return pathname === "/" ? "/v1" : pathname.replace(/\/+$/, "");
}

function upstreamOf({ origin }: URL, { asking = {} }: ProxyOptions): Upstream {
  const { connectTimeoutMs, timeoutMs, maxBody } = serverOf(asking);
  return {
    origin,
    connectTimeoutMs,
    timeoutMs,
    maxBody,
    headers(given) {
      if (!hasPlaceholderKey(given)) return given;
      const key = keyIn("OPENAI_API_KEY");
      const { authorization: _placeholder, ...others } = given;
      return key === undefined ? others : { ...others, ...keyHeader("OPENAI_API_KEY", key) };
    },
  };
}

function tapesOf(address: URL, options: ProxyOptions): TrafficOptions {
  const { config, upstream, suite, fixtures: named, realTime } = options;
  const fixtures = usualFixtures(options);
  const own = trafficOptions({ caseFile: "", fixtures }, { ...options, clock: "real" });
  const flags = [
    ...flag("--config", config),
    ...flag("--upstream", upstream),
    ...flag("--suite", suite),
    ...flag("--fixtures", named),
    ...(realTime === true ? ["--real-time"] : []),
  ];
  return {
    ...own,
    caseFile: undefined,
    apis: [apiAddress(address.origin + basePath(address)), ...own.apis],
    command: (mode) => ownCommand(["proxy", ...flags, "--traffic", mode]),
    renameCommand: (from, to) =>
      ownCommand(["recordings", "rename", from, to, ...flag("--fixtures", named)]),
  };
}

function report(ended: Ended, { traffic, fixtures: named, root }: ProxyOptions): number {
  const { conversations, misses, leftovers, failures } = ended;
  for (const leftover of leftovers) tell(leftover);
  for (const { message } of failures) tell(message);
  const counts = [
    plural(conversations, "conversation"),
    plural(misses, "miss", "misses"),
    `${plural(leftovers.length, "recording")} left over`,
  ];
  tell(`${counts.join(" · ")}, in ${usualFixtures({ fixtures: named, ...(root && { root }) })}`);
  const isUnlike = traffic === "replay" && leftovers.length > 0;
  return worst([
    ...(failures.length > 0 ? [EXIT.usage] : []),
    ...(misses > 0 || isUnlike ? [EXIT.replay] : []),
  ]);
}
