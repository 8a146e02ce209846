import type { ApiServer } from "../traffic/api-client.ts";

/** A server of the model API as a run asks it. */
export interface Server extends ApiServer {
  /** How often a request is sent again that failed for the moment. */
  readonly retries: number;
  /** What gave its address: `OPENAI_BASE_URL is http://localhost:8080/v1 (from .env)`. */
  readonly source: string;
  /** What gave its key: `OPENAI_API_KEY (from .env)`; undefined if it is sent none. */
  readonly keySource: string | undefined;
}
