import { baseUrlProblem, type ClientConfig } from "../../config/client.ts";
import { UsageError } from "../../runner/errors.ts";
import type { Server } from "../../runner/server.ts";
import type { Asking } from "../settings/options.ts";
import {
  apiBaseUrl,
  apiBaseUrls,
  apiHeaders,
  baseHeaders,
  keyHeader,
  keyIn,
  OPENAI,
  originOf,
} from "../settings/environment.ts";
import { version } from "../settings/own-command.ts";

/** A provider that fails for longer than these and their waits take is down for the run. */
const RETRIES = 4;

const CONNECT_TIMEOUT_MS = 10_000;

/** Name and version of the client, as servers and recordings are told. */
export function clientName(): string {
  return `swarm-eval/${version()}`;
}

/** A part of the config that says how a server is asked, and its place there: `variants.luna`. */
export interface ClientPart {
  readonly place: string;
  readonly client: ClientConfig;
}

/**
 * The server of a part of the config, else that of its `client`, else that of the environment. A part that names a
 * server takes neither key nor headers from elsewhere. Throws UsageError for an address that cannot be used.
 */
export function serverOf(
  asking: Pick<Asking, "client" | "file" | "maxBody">,
  part: ClientPart = { place: "client", client: {} },
): Server {
  const { client: shared = {}, file, maxBody } = asking;
  const own = part.client;
  const named = own.baseURL === undefined ? { ...shared, ...own } : { ...waitsOf(shared), ...own };
  const { apiKeyEnv, connectTimeout = CONNECT_TIMEOUT_MS, timeout, maxRetries = RETRIES } = named;
  const place = own.baseURL === undefined ? "client" : part.place;
  const address =
    named.baseURL === undefined
      ? environmentAddress()
      : { baseUrl: named.baseURL, source: `${place}.baseURL is ${named.baseURL} (in ${file})` };
  const isNamed = named.baseURL !== undefined || apiKeyEnv !== undefined;
  const keyName = isNamed ? apiKeyEnv : "OPENAI_API_KEY";
  let headers: Record<string, string> | undefined;
  const makeHeaders = (): Record<string, string> =>
    isNamed ? keyHeaders(apiKeyEnv, part.place) : apiHeaders(clientName());
  return {
    ...address,
    query: named.defaultQuery,
    headers: () => (headers ??= withHeaders(makeHeaders(), named.defaultHeaders)),
    connectTimeoutMs: connectTimeout,
    timeoutMs: timeout,
    maxBody,
    retries: maxRetries,
    keySource: keyName && keyIn(keyName) ? `${keyName} (${originOf(keyName)})` : undefined,
  };
}

/** All addresses of the API that the environment and the config name. */
export function allBaseUrls({ client, judge, variants = {} }: Asking): string[] {
  const named = [client, judge, ...Object.values(variants)].flatMap((one) => one?.baseURL ?? []);
  return [...new Set([...apiBaseUrls(), ...named])];
}

/** The variables of keys that the config names, whatever they are called. */
export function keyNames({ client, judge, variants = {} }: Asking): string[] {
  return [client, judge, ...Object.values(variants)].flatMap((one) => one?.apiKeyEnv ?? []);
}

/** What holds for any server. */
function waitsOf({ timeout, connectTimeout, maxRetries }: ClientConfig): ClientConfig {
  return {
    ...(timeout === undefined ? {} : { timeout }),
    ...(connectTimeout === undefined ? {} : { connectTimeout }),
    ...(maxRetries === undefined ? {} : { maxRetries }),
  };
}

function environmentAddress(): Pick<Server, "baseUrl" | "source"> {
  const baseUrl = apiBaseUrl();
  if (baseUrl === OPENAI)
    return {
      baseUrl,
      source: `The address is that of OpenAI, ${OPENAI}, for OPENAI_BASE_URL names no other`,
    };
  const origin = originOf("OPENAI_BASE_URL");
  const problem = baseUrlProblem(baseUrl);
  if (problem !== undefined)
    throw new UsageError(
      `OPENAI_BASE_URL is ${baseUrl} (${origin}), and cannot be used: ${problem}.`,
    );
  return { baseUrl, source: `OPENAI_BASE_URL is ${baseUrl} (${origin})` };
}

function keyHeaders(name: string | undefined, place: string): Record<string, string> {
  if (name === undefined) return baseHeaders(clientName());
  const key = keyIn(name);
  if (key !== undefined) return { ...baseHeaders(clientName()), ...keyHeader(name, key) };
  throw new UsageError(
    `There is no key for ${place}: it takes that of ${name}, which is not set. Set it in the environment or in the file .env of the working directory; a server that needs none needs no apiKeyEnv.`,
  );
}

/** The names of headers have no case. */
function withHeaders(
  headers: Record<string, string>,
  more: ClientConfig["defaultHeaders"] = {},
): Record<string, string> {
  const added = Object.entries(more).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...headers, ...(Object.fromEntries(added) as Record<string, string>) };
}
