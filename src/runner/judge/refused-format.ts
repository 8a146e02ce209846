import { field } from "../../json/value.ts";

/** llama-cpp-python answers 500 to whatever it cannot read. */
const REFUSALS: ReadonlySet<unknown> = new Set([400, 422, 500, 501]);

/**
 * Whether a server does not take the `response_format` that a judge is asked with. DeepSeek: `This response_format type
 * is unavailable now`; Groq: ``This model does not support response format `json_schema` ``; by the Responses API it is
 * called `text.format`.
 */
export function refusesFormat(error: unknown): boolean {
  if (!(error instanceof Error) || !REFUSALS.has(field(error, "status"))) return false;
  const told = `${error.message} ${String(field(error, "param"))}`;
  return /response.?format|json.?schema|text\.format|structured.?output/i.test(told);
}
