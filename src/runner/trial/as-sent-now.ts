import { canonicalJson } from "../../json/canonical.ts";
import { withUsableArguments } from "../../swarm/completion/usable-arguments.ts";

/** A recorded message as it would be sent now: earlier versions sent arguments as the model wrote them. */
export function asSentNow(text: string): string {
  // Most parts have none.
  if (!text.includes('"arguments":"')) return text;
  const part: unknown = JSON.parse(text);
  const now = withUsableArguments(part);
  return now === part ? text : canonicalJson(now);
}
