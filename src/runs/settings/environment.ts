import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { attempt, UsageError } from "../../runner/errors.ts";

/** Reads `.env` in the working directory, then those in other folders, as far as they are there. Variables that are set already stay. */
export function readDotEnv(folders: readonly string[]): void {
  for (const file of new Set([".", ...folders].map((folder) => join(folder, ".env")))) {
    if (!existsSync(file)) continue;
    const text = attempt(`${file} could not be read`, () => readFileSync(file, "utf8"));
    // A byte order mark would become part of the first name.
    for (const [name, value = ""] of Object.entries(parseEnv(text.replace(/^\uFEFF/, ""))))
      if (process.env[name] === undefined) {
        add(name, value);
        files.set(name, file);
      }
  }
}

/** The variables that were set here. */
const added = new Map<string, string>();

function add(name: string, value: string): void {
  process.env[name] = value;
  added.set(name, value);
}

/** Takes away what was read from `.env` and filled in, unless somebody has set it to something else since. */
export function takeAwayAdded(): void {
  for (const [name, value] of added) if (process.env[name] === value) delete process.env[name];
  added.clear();
  files.clear();
}

/** The files that variables were read from. */
const files = new Map<string, string>();

/** Where a variable was set, as a phrase. */
export function originOf(name: string): string {
  return `from ${files.get(name) ?? "the environment"}`;
}

/** The address of the API, as openai's SDK finds it. */
export function apiBaseUrl(): string {
  return process.env["OPENAI_BASE_URL"]?.trim() || OPENAI;
}

export const OPENAI = "https://api.openai.com/v1";

/** All addresses of the API that the environment names, and OpenAI's own. */
export function apiBaseUrls(): string[] {
  const azure = process.env["AZURE_OPENAI_ENDPOINT"]?.trim();
  return [
    ...new Set([apiBaseUrl(), OPENAI, ...(azure ? [`${azure.replace(/\/+$/, "")}/openai`] : [])]),
  ];
}

/** The headers of a request to the API, as openai's SDK sets them. Throws UsageError if a key is needed and there is none. */
export function apiHeaders(userAgent: string): Record<string, string> {
  const key = keyIn("OPENAI_API_KEY");
  if (!key && !process.env["OPENAI_BASE_URL"]?.trim()) {
    throw new UsageError(
      "There is no API key. Set OPENAI_API_KEY, in the environment or in the file .env of the working directory or of the package; " +
        "for a server that needs none (Ollama, vLLM), set OPENAI_BASE_URL instead. Replaying recordings, which run does by default, needs neither.",
    );
  }
  return {
    ...baseHeaders(userAgent),
    ...(key ? keyHeader("OPENAI_API_KEY", key) : {}),
    ...header("openai-organization", "OPENAI_ORG_ID"),
    ...header("openai-project", "OPENAI_PROJECT_ID"),
  };
}

/** The headers of a request to any server of the API. */
export function baseHeaders(userAgent: string): Record<string, string> {
  return {
    accept: "application/json",
    "content-type": "application/json",
    "user-agent": userAgent,
  };
}

/** The header with the key of a variable. Throws UsageError for one that cannot be sent, without showing it. */
export function keyHeader(name: string, key: string): Record<string, string> {
  if (/^[!-~]+$/.test(key)) return { authorization: `Bearer ${key}` };
  throw new UsageError(
    `The key in ${name} (${originOf(name)}) cannot be sent: it has a space, a line break, or a letter or quotation mark that no key has. Copy it again.`,
  );
}

/** The variables of clients that cannot be made without a key. */
const KEYS_OF_CLIENTS = [
  "ANTHROPIC_API_KEY",
  "AZURE_OPENAI_API_KEY",
  "CEREBRAS_API_KEY",
  "CO_API_KEY",
  "COHERE_API_KEY",
  "DEEPSEEK_API_KEY",
  "FIREWORKS_API_KEY",
  "GEMINI_API_KEY",
  "GOOGLE_API_KEY",
  "GOOGLE_GENERATIVE_AI_API_KEY",
  "GROQ_API_KEY",
  "MISTRAL_API_KEY",
  "OPENROUTER_API_KEY",
  "PERPLEXITY_API_KEY",
  "TAVILY_API_KEY",
  "TOGETHER_API_KEY",
  "VOYAGE_API_KEY",
  "XAI_API_KEY",
];

/** A key that somebody has set. */
export function keyIn(name: string): string | undefined {
  const key = process.env[name]?.trim();
  return key === NO_KEY ? undefined : key || undefined;
}

/** Stands for a key that nobody will look at. */
const NO_KEY = "none";

/**
 * Sets a dummy key where none is needed, so that agents and tools can make their clients: in a replay for all kinds of
 * clients, and `new OpenAI()` for a server without keys.
 */
export function fillInKeys(traffic: string): void {
  const isReplay = traffic === "replay";
  const needsNone = isReplay || process.env["OPENAI_BASE_URL"]?.trim();
  const names = [...(needsNone ? ["OPENAI_API_KEY"] : []), ...(isReplay ? KEYS_OF_CLIENTS : [])];
  for (const name of names) if (!process.env[name]) add(name, NO_KEY);
}

function header(name: string, variable: string): Record<string, string> {
  const value = process.env[variable]?.trim();
  return value ? { [name]: value } : {};
}
