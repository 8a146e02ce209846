import { parseIfJson } from "../json/parse-if-json.ts";
import { field } from "../swarm/field.ts";
import { readUsage } from "../swarm/reply.ts";
import type { Usage } from "../swarm/trajectory.ts";
import type { Reply } from "../traffic/http.ts";
import type { TapeContent } from "../traffic/tape.ts";

/** What a completion used, and of which model. */
export interface UsedModel {
  readonly model: string;
  readonly usage: Usage;
}

/** What the completions of a recording used, as far as the provider said so. */
export function usageOnTape({ exchanges }: TapeContent): UsedModel[] {
  return exchanges.flatMap(({ request, reply }) => {
    const { path, json } = JSON.parse(request) as { path?: unknown; json?: unknown };
    const model = field(json, "model");
    if (typeof model !== "string" || !String(path).startsWith("/chat/completions")) return [];
    const usage = usageOf(reply());
    return usage === undefined ? [] : [{ model, usage }];
  });
}

function usageOf({ body }: Reply): Usage | undefined {
  if (body.kind === "json") return readUsage(field(body.value, "usage"));
  if (body.kind !== "chunks") return undefined;
  // In a stream the usage comes last.
  return Buffer.concat(body.chunks)
    .toString()
    .split(/\r?\n/)
    .filter((line) => line.startsWith("data:"))
    .map((line) => readUsage(field(parseIfJson(line.slice("data:".length)), "usage")))
    .findLast((usage) => usage !== undefined);
}
