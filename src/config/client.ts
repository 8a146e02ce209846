import { faulty, NO_FAULTS, type Rule } from "../json/fault.ts";
import { HEADER_NAME } from "./header-names.ts";
import { also, count, dictionary, string, type OptionalRules } from "../json/rules.ts";

/** A server of the model API, and how it is asked. */
export interface ClientConfig {
  /** `https://openrouter.ai/api/v1`, say; that of `OPENAI_BASE_URL`, or OpenAI's, by default. */
  readonly baseURL?: string | undefined;
  /** The name of the environment variable that holds the key: `"OPENROUTER_API_KEY"`. A server named here gets no other key. */
  readonly apiKeyEnv?: string | undefined;
  /** Headers of every request. */
  readonly defaultHeaders?: Readonly<Record<string, string>> | undefined;
  /** Query parameters of every request: `{ "api-version": "2024-10-21" }`. */
  readonly defaultQuery?: Readonly<Record<string, string>> | undefined;
  /** The most milliseconds between a request and the end of its reply; that of the trial alone by default. */
  readonly timeout?: number | undefined;
  /** The most milliseconds until a connection stands; 10,000 by default. */
  readonly connectTimeout?: number | undefined;
  /** How often a request is sent again that failed for the moment; 4 times by default. */
  readonly maxRetries?: number | undefined;
}

/** What is wrong with the address of an API, as a clause; undefined if it can be asked. */
export function baseUrlProblem(address: string): string | undefined {
  if (!/^https?:\/\//i.test(address))
    return `it must begin with http:// or https://, such as ${JSON.stringify(withScheme(address))}`;
  const url = URL.parse(address);
  if (url === null) return "it is not a URL";
  if (url.search !== "" || url.hash !== "")
    return "it must end with its path: query parameters belong into defaultQuery of the config";
  const [added] = /\/(?:chat\/completions|responses)$/.exec(url.pathname) ?? [];
  if (added !== undefined)
    return `it must end before ${added}, which is added to it: ${JSON.stringify(address.slice(0, -added.length))}`;
  return undefined;
}

function withScheme(address: string): string {
  const rest = address.replace(/^\w*:?\/+/, "");
  const isLocal = /^(?:localhost|127\.|\[::1\]|[^.]+(?::\d+)?(?:\/|$))/.test(rest);
  return `${isLocal ? "http" : "https"}://${rest}`;
}

/** Why headers cannot be sent, as a clause. Never shows a value: it may be a key. */
function headersProblem(headers: Readonly<Record<string, string>>): string | undefined {
  const wrong = Object.keys(headers).find((name) => !HEADER_NAME.test(name));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is not the name of a header`;
  const [unsent] =
    Object.entries(headers).find(([, value]) => !/^[\t -~\u0080-\u00ff]*$/.test(value)) ?? [];
  return unsent && `the value of ${unsent} has a character that no header may have`;
}

/** Never shows the value: it may be the key itself. */
const variable: Rule = (value) =>
  typeof value === "string" && /^[A-Za-z_]\w*$/.test(value)
    ? NO_FAULTS
    : faulty('it must be the name of an environment variable, such as "OPENROUTER_API_KEY"');

/** A rule for each key of a client. */
export const CLIENT_RULES: OptionalRules<ClientConfig> = {
  baseURL: also(string("it is empty"), baseUrlProblem),
  apiKeyEnv: variable,
  defaultHeaders: also(dictionary(string()), headersProblem),
  defaultQuery: dictionary(string()),
  timeout: count(1),
  connectTimeout: count(1),
  maxRetries: count(0),
};

/** Keys that clients have elsewhere, and what is written here. */
export const CLIENT_NAMES: Readonly<Record<string, string>> = {
  apiKey:
    'No key belongs into a file. Name the variable that holds it: apiKeyEnv: "OPENAI_API_KEY".',
  baseUrl: 'It is called "baseURL" here.',
  headers: 'It is called "defaultHeaders" here.',
  query: 'It is called "defaultQuery" here.',
};
