import { canonicalJson } from "../../json/canonical.ts";
import { withoutBytes } from "../../media/data-urls.ts";
import { withUsableArguments } from "../../swarm/completion/usable-arguments.ts";

/**
 * A recorded message as it would be sent now: earlier versions sent arguments as the model wrote them, and kept the
 * bytes of pictures in it.
 */
export function asSentNow(text: string): string {
  // Most parts have none.
  if (!text.includes('"arguments":"') && !text.includes('"data:')) return text;
  const part: unknown = JSON.parse(text);
  const now = withoutBytes(withUsableArguments(part));
  return now === part ? text : canonicalJson(now);
}
