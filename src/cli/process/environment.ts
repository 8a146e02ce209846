import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { attempt, UsageError } from "../../runner/errors.ts";

/** Reads `.env` in the working directory, if there is one. Variables that are set already stay. */
export function readDotEnv(): void {
  if (!existsSync(".env")) return;
  const text = attempt(".env could not be read", () => readFileSync(".env", "utf8"));
  // A byte order mark would become part of the first name.
  for (const [name, value] of Object.entries(parseEnv(text.replace(/^\uFEFF/, ""))))
    process.env[name] ??= value;
}

/** The address of the API, as openai's SDK finds it. */
export function apiBaseUrl(): string {
  return process.env["OPENAI_BASE_URL"]?.trim() || "https://api.openai.com/v1";
}

/** The headers of a request to the API, as openai's SDK sets them. Throws UsageError if a key is needed and there is none. */
export function apiHeaders(userAgent: string): Record<string, string> {
  const key = process.env["OPENAI_API_KEY"]?.trim();
  if (!key && !process.env["OPENAI_BASE_URL"]?.trim()) {
    throw new UsageError(
      "There is no API key. Set OPENAI_API_KEY, in the environment or in the file .env of the working directory; " +
        "for a server that needs none (Ollama, vLLM), set OPENAI_BASE_URL instead. Replaying recordings, which run does by default, needs neither.",
    );
  }
  return {
    accept: "application/json",
    "content-type": "application/json",
    "user-agent": userAgent,
    ...(key ? { authorization: `Bearer ${key}` } : {}),
    ...header("openai-organization", "OPENAI_ORG_ID"),
    ...header("openai-project", "OPENAI_PROJECT_ID"),
  };
}

/** Sets a dummy key where none is needed, so that an agent's own `new OpenAI()` can be made: in a replay, or for a server without keys. */
export function fillInKey(traffic: string): void {
  const needless = traffic === "replay" || process.env["OPENAI_BASE_URL"]?.trim();
  if (needless && !process.env["OPENAI_API_KEY"]) process.env["OPENAI_API_KEY"] = "none";
}

function header(name: string, variable: string): Record<string, string> {
  const value = process.env[variable]?.trim();
  return value ? { [name]: value } : {};
}
